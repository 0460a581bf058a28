// A TCP proxy in front of one broker that knows Kafka's frames, so that a fault hits a chosen request. The broker has
// a listener that advertises the proxy's port: clients that came through it stay with it.
import { connect, createServer, type Server, type Socket } from 'node:net';
import {
  FrameCutter,
  frameOf,
  type RequestHeader,
  replyCorrelationId,
  replyOf,
  requestHeader,
} from './kafka-frames.ts';

/** What happens to a request or its reply. */
export type Fault =
  /** The broker does what it was asked to, its reply is lost; the connection stays. */
  | { readonly kind: 'swallow-reply' }
  /** The broker never sees the request; this is the reply, after its correlation id. */
  | { readonly kind: 'answer'; readonly body: Buffer }
  /** The connection breaks before the broker sees the request. */
  | { readonly kind: 'cut-before' }
  /** The broker does what it was asked to; the connection breaks before its reply. */
  | { readonly kind: 'cut-after' }
  /** The connection breaks when this many bytes of the reply are through. */
  | { readonly kind: 'cut-within'; readonly bytes: number }
  | { readonly kind: 'delay-reply'; readonly ms: number }
  /** The reply, from its correlation id on, becomes another. */
  | { readonly kind: 'rewrite-reply'; readonly rewrite: (reply: Buffer, request: RequestHeader) => Buffer };

export interface FaultProxy extends AsyncDisposable {
  readonly address: string;
  /** The next `times` requests of this kind (1) meet the fault. */
  inject(apiKey: number, fault: Fault, times?: number): void;
  /** How many faults were met so far. */
  faultsMet(): number;
  /** How many requests of a kind the broker was sent. */
  requests(apiKey: number): number;
  /** How many connections of clients are open. */
  connections(): number;
  /** From now on nothing gets through, on old connections and new ones, and nobody is told. */
  blackHole(): void;
  /** How many requests of a kind the black hole holds. */
  held(apiKey: number): number;
  /** What was held back goes on its way, and everything gets through again. */
  heal(): void;
  /** Breaks all connections. */
  cutAll(): void;
  close(): Promise<void>;
}

interface Injected {
  readonly apiKey: number;
  readonly fault: Fault;
  left: number;
}

/** Listens on 127.0.0.1:`port` and forwards to 127.0.0.1:`target`. */
export async function startFaultProxy(port: number, target: number): Promise<FaultProxy> {
  const proxy = new FrameProxy(port, target);
  await proxy.listen();
  return proxy;
}

class FrameProxy implements FaultProxy {
  readonly address: string;
  readonly #port: number;
  readonly #target: number;
  readonly #server: Server;
  readonly #injected: Injected[] = [];
  readonly #requests = new Map<number, number>();
  readonly #links = new Set<Link>();
  #met = 0;
  #isHole = false;

  constructor(port: number, target: number) {
    this.#port = port;
    this.#target = target;
    this.address = `127.0.0.1:${port}`;
    this.#server = createServer((client) => this.#accept(client));
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
  }

  inject(apiKey: number, fault: Fault, times = 1): void {
    this.#injected.push({ apiKey, fault, left: times });
  }

  faultsMet(): number {
    return this.#met;
  }

  requests(apiKey: number): number {
    return this.#requests.get(apiKey) ?? 0;
  }

  connections(): number {
    return this.#links.size;
  }

  blackHole(): void {
    this.#isHole = true;
    for (const link of this.#links) link.hold();
  }

  held(apiKey: number): number {
    return [...this.#links].reduce((sum, link) => sum + link.held(apiKey), 0);
  }

  heal(): void {
    this.#isHole = false;
    for (const link of this.#links) link.release();
  }

  cutAll(): void {
    for (const link of this.#links) link.cut();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cutAll();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(client: Socket): void {
    const link = new Link(client, connect(this.#target, '127.0.0.1'), {
      onRequest: ({ apiKey }) => {
        this.#requests.set(apiKey, this.requests(apiKey) + 1);
        return this.#take(apiKey);
      },
      onEnd: () => this.#links.delete(link),
    });
    this.#links.add(link);
    if (this.#isHole) link.hold();
  }

  #take(apiKey: number): Fault | undefined {
    const next = this.#injected.find((one) => one.apiKey === apiKey && one.left > 0);
    if (!next) return undefined;
    next.left -= 1;
    this.#met += 1;
    return next.fault;
  }
}

/** One client's connection and the one to the broker behind it. */
class Link {
  readonly #client: Socket;
  readonly #broker: Socket;
  readonly #underWay = new Map<number, { header: RequestHeader; fault: Fault | undefined }>();
  readonly #events: { onRequest: (header: RequestHeader) => Fault | undefined; onEnd: () => void };
  #held: { readonly step: () => void; readonly apiKey: number | undefined }[] | undefined;
  #isBreaking = false;

  constructor(
    client: Socket,
    broker: Socket,
    events: { onRequest: (header: RequestHeader) => Fault | undefined; onEnd: () => void },
  ) {
    this.#client = client;
    this.#broker = broker;
    this.#events = events;
    const requests = new FrameCutter();
    const replies = new FrameCutter();
    client.on('data', (bytes) => {
      for (const frame of requests.push(bytes)) {
        this.#pass(() => this.#request(frame), requestHeader(frame).apiKey);
      }
    });
    broker.on('data', (bytes) => {
      for (const frame of replies.push(bytes)) this.#pass(() => this.#reply(frame));
    });
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('end', () => this.#pass(() => other.end()));
      socket.on('close', () => {
        other.destroy();
        events.onEnd();
      });
    }
  }

  held(apiKey: number): number {
    return this.#held?.filter((one) => one.apiKey === apiKey).length ?? 0;
  }

  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const { step } of held) step();
  }

  cut(): void {
    this.#client.resetAndDestroy();
    this.#broker.destroy();
  }

  #pass(step: () => void, apiKey?: number): void {
    if (this.#held) this.#held.push({ step, apiKey });
    else step();
  }

  #request(frame: Buffer): void {
    const header = requestHeader(frame);
    const fault = this.#events.onRequest(header);
    if (fault?.kind === 'cut-before') {
      this.cut();
    } else if (fault?.kind === 'answer') {
      this.#client.write(replyOf(header.correlationId, fault.body));
    } else {
      this.#underWay.set(header.correlationId, { header, fault });
      this.#broker.write(frame);
    }
  }

  #reply(frame: Buffer): void {
    if (this.#isBreaking) return;
    const correlationId = replyCorrelationId(frame);
    const request = this.#underWay.get(correlationId);
    this.#underWay.delete(correlationId);
    const fault = request?.fault;
    switch (fault?.kind) {
      case 'swallow-reply':
        return;
      case 'cut-after':
        this.cut();
        return;
      case 'cut-within':
        // Until the bytes are out another reply may come, as many do after a black hole; no broker sends it behind half a one.
        this.#isBreaking = true;
        this.#client.write(frame.subarray(0, fault.bytes), () => this.cut());
        return;
      case 'delay-reply':
        setTimeout(() => this.#client.write(frame), fault.ms);
        return;
      case 'rewrite-reply':
        this.#client.write(
          frameOf(fault.rewrite(frame.subarray(4), (request as { header: RequestHeader }).header)),
        );
        return;
      default:
        this.#client.write(frame);
    }
  }
}
