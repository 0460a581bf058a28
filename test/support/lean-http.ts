// HTTP/1.1 as far as a load of our own making needs it, on bare sockets: Node's client and server cost more than what they
// are to load. Messages have a content-length or no body; what else there is they refuse.
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
/** After so long without a request a connection is not used again: a server ends it after ten seconds, perhaps just then. */
const IDLE_MS = 5000;

/** A whole request or answer. */
export interface Message {
  /** Start line and fields, without the empty line behind them. */
  readonly head: string;
  readonly bytes: Buffer;
  readonly body: Buffer;
  /** The connection ends with it. */
  readonly last: boolean;
}

/** Cuts what comes over a connection into messages. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws {Error} on a message whose end cannot be seen from a content-length */
  push(chunk: Buffer): Message[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): Message | undefined {
    const headEnd = this.#rest.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = this.#rest.toString('latin1', 0, headEnd);
    if (/\r\ntransfer-encoding:/i.test(head)) throw new Error(`a message without a content-length: ${head}`);
    const bodyStart = headEnd + HEAD_END.length;
    const end = bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#rest.length < end) return undefined;
    const bytes = this.#rest.subarray(0, end);
    this.#rest = this.#rest.subarray(end);
    return { head, bytes, body: bytes.subarray(bodyStart), last: /\r\nconnection: *close/i.test(head) };
  }
}

interface Connection {
  readonly socket: Socket;
  answer: PromiseWithResolvers<Message> | undefined;
  idleSince: number;
}

/** Connections to one server, as many as there are requests under way; none is sent twice. */
export class LeanPool {
  readonly #port: number;
  readonly #open = new Set<Connection>();
  readonly #idle: Connection[] = [];

  constructor(url: string) {
    this.#port = Number(new URL(url).port);
  }

  /**
   * @param request the bytes of a whole request
   * @throws {Error} (the promise) when the connection ends before the whole answer has come
   */
  request(request: Buffer): Promise<Message> {
    const connection = this.#takeIdle() ?? this.#connect();
    connection.answer = Promise.withResolvers();
    connection.socket.write(request);
    return connection.answer.promise;
  }

  destroy(): void {
    for (const { socket } of this.#open) socket.destroy();
  }

  #takeIdle(): Connection | undefined {
    const connection = this.#idle.pop();
    if (!connection || performance.now() - connection.idleSince < IDLE_MS) return connection;
    // Those below it have been idle for longer.
    for (const { socket } of [connection, ...this.#idle.splice(0)]) socket.destroy();
    return undefined;
  }

  #connect(): Connection {
    const socket = connect({ host: '127.0.0.1', port: this.#port, noDelay: true });
    const connection: Connection = { socket, answer: undefined, idleSince: 0 };
    const reader = new MessageReader();
    let problem: Error | undefined;
    this.#open.add(connection);
    socket.on('data', (chunk) => {
      try {
        for (const message of reader.push(chunk)) this.#answered(connection, message);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('error', (error) => {
      problem = error;
    });
    // Without this one that the server has ended would take another request.
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      this.#open.delete(connection);
      const at = this.#idle.indexOf(connection);
      if (at >= 0) this.#idle.splice(at, 1);
      connection.answer?.reject(problem ?? new Error('the connection ended before the answer'));
    });
    return connection;
  }

  #answered(connection: Connection, message: Message): void {
    const { answer, socket } = connection;
    connection.answer = undefined;
    if (message.last) socket.destroy();
    else {
      connection.idleSince = performance.now();
      this.#idle.push(connection);
    }
    answer?.resolve(message);
  }
}
