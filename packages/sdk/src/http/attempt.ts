// One request and its answer, without retries.
import { answerError, type TextAnswer, unreadableAnswer } from './answer-error.ts';
import { type Connection, fetchOnce, type Request } from './connection.ts';
import { noAnswerError } from './no-answer.ts';
import { startTimeLimit } from './time-limit.ts';

export interface AttemptOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the JSON of a 2xx is what the API promises. */
  readonly isExpected?: ((json: unknown) => boolean) | undefined;
}

/**
 * Asks once.
 * @returns the JSON of the answer; undefined when it has no body
 * @throws {HoplineError} for any answer other than 2xx, and for none; the reason of the signal when that ended it
 */
export async function attempt(
  connection: Connection,
  request: Request,
  { signal, isExpected = () => true }: AttemptOptions = {},
): Promise<unknown> {
  const answer = await exchange(connection, request, signal);
  if (answer.status < 200 || answer.status > 299) throw refusal(connection, answer);
  const json = parseAnswer(answer);
  if (!isExpected(json)) throw unreadableAnswer(answer.status);
  return json;
}

function parseAnswer({ status, text }: TextAnswer): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw unreadableAnswer(status);
  }
}

/** The error that an answer other than 2xx stands for. */
export function refusal(connection: Connection, answer: TextAnswer): unknown {
  // Whatever stands between might answer with what it was sent.
  const text = answer.text.replaceAll(connection.apiKey, '***');
  return answerError({ ...answer, text }, Date.now());
}

/** Reads an answer to its end. */
export async function readText(response: Response): Promise<TextAnswer> {
  const text = await response.text();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
}

async function exchange(
  connection: Connection,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<TextAnswer> {
  signal?.throwIfAborted();
  const limit = startTimeLimit(connection.timeoutMs, signal);
  try {
    return await readText(await fetchOnce(connection, request, 'application/json', limit.signal));
  } catch (error) {
    throw noAnswerError(connection, error, limit, connection.timeoutMs, signal);
  } finally {
    limit.end();
  }
}
