// A stream that goes on: whenever it ends, it is opened again behind the last message.
import { HoplineError } from '../errors.ts';
import type { Connection } from '../http/connection.ts';
import { mayRetry } from '../retry/may-retry.ts';
import { nextWait, type RetryPolicy } from '../retry/next-wait.ts';
import { pause } from '../retry/pause.ts';
import { readStream } from './read-stream.ts';
import { SseParser } from './sse-parser.ts';

/** What whoever follows a stream may say. */
export interface FollowOptions {
  /** Goes on behind this message, where the stream has a memory. */
  readonly lastEventId?: string | undefined;
  /** How often in a row it may fail to be opened; 20: about two minutes of waits, without the attempts. */
  readonly retries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Until a stream says another time. */
const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 60_000;
/** Whoever looks on has time. */
const RETRIES = 20;

export interface FollowedMessage {
  readonly event: string;
  /** What the JSON of the message holds. */
  readonly data: unknown;
  readonly lastEventId: string;
}

/**
 * The messages of a stream. One that ends or breaks is opened again after the time that it has named, and up to half as much
 * more, so that those which ended together do not come back together; one that cannot be opened, as the policy says.
 * @throws {HoplineError} what an attempt was refused for, when that does not pass or the retries have failed in a row
 */
export async function* follow(
  connection: Connection,
  policy: Omit<RetryPolicy, 'retries'>,
  path: string,
  options: FollowOptions,
): AsyncGenerator<FollowedMessage, void, undefined> {
  const { retries = RETRIES, signal } = options;
  let lastEventId = options.lastEventId ?? '';
  let retryMs = RETRY_MS;
  let failures = 0;
  for (;;) {
    const parser = new SseParser(lastEventId);
    let hasBegun = false;
    let wait: number | undefined = 0;
    try {
      for await (const text of readStream(connection, { path, lastEventId, signal })) {
        hasBegun = true;
        failures = 0;
        for (const message of readMessages(parser, text)) {
          ({ lastEventId } = message);
          yield message;
        }
      }
    } catch (error) {
      if (!(error instanceof HoplineError) || !mayRetry(error, true)) throw error;
      failures += hasBegun ? 0 : 1;
      wait = hasBegun ? 0 : nextWait({ ...policy, retries }, failures, error.retryAfterMs);
      if (wait === undefined) throw error;
    }
    retryMs = Math.min(parser.retryMs ?? retryMs, LONGEST_RETRY_MS);
    const asked = hasBegun ? retryMs * (1 + 0.5 * Math.random()) : 0;
    await pause(Math.max(wait, asked), signal);
  }
}

function readMessages(parser: SseParser, text: string): FollowedMessage[] {
  try {
    return parser.push(text).map((message) => ({ ...message, data: JSON.parse(message.data) }));
  } catch (cause) {
    const detail = 'the stream has what the API does not send';
    throw new HoplineError({ code: 'HPL_CLIENT_ANSWER', detail, cause });
  }
}
