// One request and its answer, on undici's `dispatch`. Its `request` gives the answer's body as a stream, which costs more
// than all the rest of a post, for a body of which the beginning is kept at most. Nothing here follows a redirect.
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** So much of an answer's body is read, that the connection can be used again; of a longer one it is closed. */
const MAX_READ_BYTES = 64 * 1024;
/** So much of it is kept for people. */
const MAX_KEPT_BYTES = 1024;

/** What undici needs of whoever aborts a request. */
type Controller = Pick<Dispatcher.DispatchController, 'abort'>;

export interface Answer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  /** The beginning of the body. */
  readonly body: Buffer;
}

/**
 * The handler of one request. The status line decides: an answer that breaks off afterwards, never ends or is too long
 * changes nothing but what is kept of it.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Answer) => void;
  readonly #reject: (error: Error) => void;
  #controller: Controller | undefined;
  #aborted: Error | undefined;
  #statusCode = 0;
  #headers: IncomingHttpHeaders = {};
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #readBytes = 0;

  constructor(resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Ends it at once, also while it waits for a connection: then it is never sent. */
  abort(reason: Error): void {
    this.#aborted = reason;
    this.#settle(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#aborted) controller.abort(this.#aborted);
  }

  onResponseStart(_controller: Controller, statusCode: number, headers: IncomingHttpHeaders): void {
    // 103 and its like: the answer is still to come (RFC 9110, 15.2).
    if (statusCode < 200) return;
    this.#statusCode = statusCode;
    this.#headers = headers;
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    const part = chunk.subarray(0, MAX_KEPT_BYTES - this.#keptBytes);
    // A copy: else all of the chunk would stay in memory until the result is written.
    if (part.length > 0) this.#kept.push(Buffer.from(part));
    this.#keptBytes += part.length;
    this.#readBytes += chunk.length;
    if (this.#readBytes < MAX_READ_BYTES) return;
    const tooLong = new RangeError(`the answer is longer than ${MAX_READ_BYTES} bytes`);
    this.#settle(tooLong);
    controller.abort(tooLong);
  }

  onResponseEnd(): void {
    this.#settle(undefined);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#settle(error);
  }

  #settle(error: Error | undefined): void {
    if (this.#statusCode === 0) this.#reject(error ?? new Error('the answer has no status'));
    else {
      const body = this.#kept.length === 1 && this.#kept[0] ? this.#kept[0] : Buffer.concat(this.#kept);
      this.#resolve({ statusCode: this.#statusCode, headers: this.#headers, body });
    }
  }
}
