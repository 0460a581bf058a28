// One stream of server-sent events, from its request to its end.
import { HoplineError } from '../errors.ts';
import { unreadableAnswer } from '../http/answer-error.ts';
import { readText, refusal } from '../http/attempt.ts';
import { type Connection, fetchOnce } from '../http/connection.ts';
import { noAnswerError } from '../http/no-answer.ts';
import { startTimeLimit, type TimeLimit } from '../http/time-limit.ts';

/** The API sends something every ten seconds at the latest: after three times as much, nobody is there any more. */
const SILENCE_MS = 30_000;

const EVENT_STREAM = 'text/event-stream';

export interface StreamRequest {
  /** With its query. */
  readonly path: string;
  /** Of the last message that was had; empty: none was. */
  readonly lastEventId: string;
  readonly signal?: AbortSignal | undefined;
  /** After which it counts as broken. */
  readonly silenceMs?: number | undefined;
}

/**
 * The text of a stream, as it comes; first an empty one, when it has been let in. Whoever stops reading ends it.
 * @throws {HoplineError} when it is refused, breaks or falls silent; the reason of the signal when that ended it
 */
export async function* readStream(
  connection: Connection,
  { path, lastEventId, signal, silenceMs = SILENCE_MS }: StreamRequest,
): AsyncGenerator<string, void, undefined> {
  signal?.throwIfAborted();
  const limit = startTimeLimit(connection.timeoutMs, signal);
  try {
    const body = await open(connection, path, lastEventId, limit, signal);
    // However long the caller takes for what it gets, here and below.
    limit.set(undefined);
    yield '';
    yield* readBody(connection, body, limit, silenceMs, signal);
  } finally {
    limit.end();
  }
}

async function open(
  connection: Connection,
  path: string,
  lastEventId: string,
  limit: TimeLimit,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const headers = lastEventId === '' ? {} : { 'last-event-id': lastEventId };
  let response: Response;
  try {
    response = await fetchOnce(connection, { method: 'GET', path, headers }, EVENT_STREAM, limit.signal);
    if (!response.ok) throw refusal(connection, await readText(response));
  } catch (error) {
    if (error instanceof HoplineError) throw error;
    throw noAnswerError(connection, error, limit, connection.timeoutMs, signal);
  }
  const isStream = response.headers.get('content-type')?.startsWith(EVENT_STREAM) === true;
  if (isStream && response.body) return response.body;
  await response.body?.cancel();
  throw unreadableAnswer(response.status);
}

async function* readBody(
  connection: Connection,
  body: ReadableStream<Uint8Array>,
  limit: TimeLimit,
  silenceMs: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      limit.set(silenceMs);
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw noAnswerError(connection, error, limit, silenceMs, signal);
      });
      limit.set(undefined);
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // Ends the connection; nobody is interested in how.
    reader.cancel().catch(() => {});
  }
}
