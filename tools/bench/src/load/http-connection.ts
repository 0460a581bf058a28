import { connect, type Socket } from 'node:net';
import { type Answer, AnswerParser } from './answer-parser.ts';

/** Who hears what becomes of a connection's requests. One object for all of them: no closure is made per request. */
export interface ConnectionOwner {
  /** The request was answered; the connection can take the next one. */
  answered(connection: HttpConnection, status: number): void;
  /** The connection has ended. `unanswered`: a request was under way. */
  ended(connection: HttpConnection, unanswered: boolean): void;
}

// Node reads into it and calls back in the same breath, so that all sockets of the process can share it.
const INPUT = Buffer.allocUnsafeSlow(64 * 1024);

/** One keep-alive connection that has at most one request under way. */
export class HttpConnection {
  /** When the request that is under way should have been sent, and when it was, by performance.now(). */
  intendedAt = 0;
  sentAt = 0;
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #parser = new AnswerParser();
  #busy = false;
  #ended = false;

  constructor(port: number, owner: ConnectionOwner) {
    this.#owner = owner;
    this.#socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: INPUT,
        callback: (length) => {
          this.#read(INPUT.subarray(0, length));
          return true;
        },
      },
    });
    // `close` follows.
    this.#socket.on('error', () => {});
    this.#socket.on('end', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#end());
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  /** Whether it can take another request once this one is answered. */
  get isOpen(): boolean {
    return !this.#ended;
  }

  /** @param request the bytes of a whole request */
  send(request: Buffer, intendedAt: number): void {
    this.intendedAt = intendedAt;
    this.sentAt = performance.now();
    this.#busy = true;
    this.#socket.write(request);
  }

  /** Ends the connection; its owner is told at once. */
  destroy(): void {
    this.#socket.destroy();
    this.#end();
  }

  #read(chunk: Buffer): void {
    let answer: Answer | undefined;
    try {
      answer = this.#parser.push(chunk);
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      this.destroy();
    }
    if (!answer || this.#ended) return;
    this.#busy = false;
    this.#ended = answer.last;
    this.#owner.answered(this, answer.status);
    if (!answer.last) return;
    this.#socket.destroy();
    this.#owner.ended(this, false);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#owner.ended(this, this.#busy);
  }
}
