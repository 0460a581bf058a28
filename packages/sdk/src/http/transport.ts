import { type Answers, OPERATIONS, type Operation, STREAMS, type Stream } from '../api/generated.ts';
import { asUnknown, HoplineError } from '../errors.ts';
import { mayRetry } from '../retry/may-retry.ts';
import { nextWait, type RetryPolicy } from '../retry/next-wait.ts';
import { pause } from '../retry/pause.ts';
import { type FollowOptions, follow } from '../streams/follow.ts';
import { attempt } from './attempt.ts';
import { fromWire, toWire } from './camel-case.ts';
import type { Connection } from './connection.ts';
import { fillPath, type PathParameters, type Query } from './path.ts';

/** What one call may bring. */
export interface CallOptions {
  /** Ends it; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

interface Call extends CallOptions {
  readonly query?: Query | undefined;
  /** In camelCase. */
  readonly body?: object | undefined;
  /** A body that is JSON text already. */
  readonly text?: string | undefined;
  /** Whether it may be carried out twice; without it all but a POST may: a PATCH says how things are to be. */
  readonly isRepeatable?: boolean | undefined;
  /** Whether the JSON of a 2xx is what the API promises; without it whatever comes is taken for it. */
  readonly isExpected?: ((json: unknown) => boolean) | undefined;
}

/** A call with the parameters of its path, by their names. */
type CallOf<O extends Operation> = Call & PathParameters<(typeof OPERATIONS)[O]['path']>;

/** A message of a stream. */
export interface StreamMessage {
  readonly event: string;
  /** In camelCase. */
  readonly data: unknown;
  /** Behind which a stream goes on. */
  readonly lastEventId: string;
}

/** Asks the API for its operations, by the names that /openapi.json has for them. */
export class Transport {
  readonly #connection: Connection;
  readonly #retry: RetryPolicy;

  constructor(connection: Connection, retry: RetryPolicy) {
    this.#connection = connection;
    this.#retry = retry;
  }

  /**
   * Asks once and gives the JSON of the answer as it came.
   * @throws {HoplineError} for any answer other than 2xx, and for none
   */
  once<O extends Operation>(operation: O, call: CallOf<O>): Promise<unknown> {
    const { method, path } = OPERATIONS[operation];
    const { query, text, body, signal, isRepeatable, isExpected, ...parameters } = call;
    const written = text ?? (body === undefined ? undefined : JSON.stringify(toWire(body)));
    return attempt(
      this.#connection,
      { method, path: fillPath(path, parameters, query), body: written },
      { signal, isExpected },
    );
  }

  /**
   * Asks until there is an answer that stays, or the retries are used up.
   * @throws {HoplineError} the last one
   */
  async ask<O extends Operation>(operation: O, call: CallOf<O>): Promise<Answers[O]> {
    const { method } = OPERATIONS[operation];
    const isRepeatable = call.isRepeatable ?? method !== 'POST';
    let wasUnknown = false;
    for (let failures = 1; ; failures += 1) {
      try {
        return fromWire(await this.once(operation, call)) as Answers[O];
      } catch (error) {
        if (!(error instanceof HoplineError)) throw error;
        // What was to be deleted is gone: by an attempt whose answer was lost.
        if (method === 'DELETE' && wasUnknown && error.status === 404) return undefined as Answers[O];
        // What an earlier attempt has perhaps done, a later refusal does not undo.
        const said: HoplineError = wasUnknown ? asUnknown(error) : error;
        wasUnknown = said.isUnknown;
        const wait = mayRetry(said, isRepeatable)
          ? nextWait(this.#retry, failures, said.retryAfterMs)
          : undefined;
        if (wait === undefined) throw said;
        await pause(wait, call.signal);
      }
    }
  }

  /**
   * The messages of a stream, which is opened again whenever it ends.
   * @throws {HoplineError} when it cannot be opened again
   */
  async *follow(
    stream: Stream,
    { query = {}, ...options }: FollowOptions & { readonly query?: Query },
  ): AsyncGenerator<StreamMessage, void, undefined> {
    const path = fillPath(STREAMS[stream], {}, query);
    for await (const message of follow(this.#connection, this.#retry, path, options)) {
      yield { ...message, data: fromWire(message.data) };
    }
  }
}
