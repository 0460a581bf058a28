// One keep-alive connection with at most one request under way, on undici's dispatch: it speaks to whatever stands in front
// of a system (TLS, chunked answers), and costs a fraction of undici's `request` or of `fetch`.
import { Client, type Dispatcher } from 'undici';

/** Who hears what becomes of a connection's requests. */
export interface ConnectionOwner {
  answered(connection: Connection, status: number, body: string): void;
  /** @param why a code such as ECONNRESET, or `time-out` */
  unanswered(connection: Connection, why: string): void;
}

export interface Request {
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer;
}

export class Connection {
  /** Of the request that is under way: its number, and when it should have been sent and was, by performance.now(). */
  request = 0;
  intendedAt = 0;
  sentAt = 0;
  readonly #origin: string;
  readonly #owner: ConnectionOwner;
  #link: Link;
  #busy = false;

  /** @param origin such as `https://hopline.example` */
  constructor(origin: string, owner: ConnectionOwner) {
    this.#origin = origin;
    this.#owner = owner;
    this.#link = new Link(this.#origin, this);
  }

  get isBusy(): boolean {
    return this.#busy;
  }

  send(request: Request, number: number, intendedAt: number): void {
    this.request = number;
    this.intendedAt = intendedAt;
    this.sentAt = performance.now();
    this.#busy = true;
    this.#link.send(request);
  }

  /** Gives the request that is under way up; the next one gets a link of its own. */
  timeOut(): void {
    const late = this.#link;
    this.#link = new Link(this.#origin, this);
    this.#busy = false;
    void late.end();
    this.#owner.unanswered(this, 'time-out');
  }

  async close(): Promise<void> {
    await this.#link.end();
  }

  /** Told by its link; one that was given up has nothing to say any more. */
  answered(link: Link, status: number, body: string): void {
    if (this.#takeEnd(link)) this.#owner.answered(this, status, body);
  }

  unanswered(link: Link, why: string): void {
    if (this.#takeEnd(link)) this.#owner.unanswered(this, why);
  }

  #takeEnd(link: Link): boolean {
    const isOver = this.#busy && link === this.#link;
    if (isOver) this.#busy = false;
    return isOver;
  }
}

/** A socket, made with the first request and again after it has ended; and its own handler: nothing is made for a request. */
class Link implements Dispatcher.DispatchHandler {
  readonly #client: Client;
  readonly #connection: Connection;
  #status = 0;
  #chunks: Buffer[] = [];

  constructor(origin: string, connection: Connection) {
    this.#connection = connection;
    // Time-outs are the sender's: they count from the moment of sending, connecting included.
    this.#client = new Client(origin, { pipelining: 1, allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
  }

  send({ path, headers, body }: Request): void {
    this.#status = 0;
    this.#chunks = [];
    this.#client.dispatch({ method: 'POST', path, headers, body }, this);
  }

  async end(): Promise<void> {
    await this.#client.destroy();
  }

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#connection.answered(this, this.#status, body.toString('utf8'));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error & { code?: string }): void {
    this.#connection.unanswered(this, error.code ?? error.name);
  }
}
