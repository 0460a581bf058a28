// The load itself: sends what is due on whatever connection is free, and writes down what comes back. Open and closed loops
// are the same here; they differ in what is due (schedule.ts).
import { type Judged, judgeAnswer, judgeNoAnswer } from './answer.ts';
import { Connection, type ConnectionOwner, type Request } from './connection.ts';
import { dueAfterMs, eventsIn, requestsOf, type Shape } from './schedule.ts';
import type { Tally } from './tally.ts';

export interface Load extends Shape {
  /** Such as `https://hopline.example`. */
  readonly origin: string;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Gives the request with this number, which has that many events. */
  readonly requestOf: (number: number, events: number) => Request;
  readonly tally: Tally;
  /** Nothing more is sent once it aborts; what is under way is waited for. */
  readonly stop: AbortSignal;
}

// The finest that timers go. An open loop is up to this late, which its latencies include.
const TICK_MS = 1;
const TIMEOUT_CHECK_MS = 100;
// A connection that got no answer is not used for so long: else a closed loop would spend all its events within a moment
// on a system that is away.
const REST_MS = 100;

/** @returns the seconds from the start until the last answer */
export async function sendAll(load: Load): Promise<number> {
  const sender = new Sender(load);
  try {
    return await sender.run();
  } finally {
    await sender.close();
  }
}

class Sender implements ConnectionOwner {
  readonly #load: Load;
  readonly #requests: number;
  readonly #connections: Connection[] = [];
  readonly #idle: Connection[] = [];
  readonly #finished = Promise.withResolvers<void>();
  #startAt = 0;
  #next = 0;
  #busy = 0;
  #timeoutCheckAt = 0;
  #lastAnswerAt = 0;

  constructor(load: Load) {
    this.#load = load;
    this.#requests = requestsOf(load);
  }

  async run(): Promise<number> {
    this.#startAt = performance.now();
    this.#lastAnswerAt = this.#startAt;
    this.#tick();
    await this.#finished.promise;
    return (this.#lastAnswerAt - this.#startAt) / 1000;
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()));
  }

  answered(connection: Connection, status: number, body: string): void {
    const events = eventsIn(connection.request, this.#load);
    this.#judged(connection, judgeAnswer(status, body, events, this.#load.batch > 1));
    this.#idle.push(connection);
    this.#sendDue(performance.now());
  }

  unanswered(connection: Connection, why: string): void {
    this.#judged(connection, judgeNoAnswer(why, eventsIn(connection.request, this.#load)));
    setTimeout(() => this.#idle.push(connection), REST_MS);
  }

  #judged(connection: Connection, judged: Judged): void {
    const now = performance.now();
    const { tally, batch } = this.#load;
    const events = eventsIn(connection.request, this.#load);
    const first = connection.request * batch;
    tally.wasJudged(judged, first, events, now - connection.intendedAt, now - connection.sentAt);
    this.#busy -= 1;
    this.#lastAnswerAt = now;
  }

  readonly #tick = (): void => {
    const now = performance.now();
    this.#sendDue(now);
    if (now >= this.#timeoutCheckAt) this.#giveUpLate(now);
    const isOver = this.#next >= this.#requests || this.#load.stop.aborted;
    if (isOver && this.#busy === 0) this.#finished.resolve();
    else setTimeout(this.#tick, TICK_MS);
  };

  #sendDue(now: number): void {
    const { concurrency, rate, stop } = this.#load;
    while (this.#next < this.#requests && !stop.aborted) {
      const dueAt = this.#startAt + dueAfterMs(this.#next, this.#load);
      if (dueAt > now) return;
      let connection = this.#idle.pop();
      if (!connection) {
        if (this.#connections.length >= concurrency) return;
        connection = new Connection(this.#load.origin, this);
        this.#connections.push(connection);
      }
      // A closed loop intends nothing before there is a free connection.
      this.#send(connection, rate === undefined ? now : dueAt);
    }
  }

  #send(connection: Connection, intendedAt: number): void {
    const number = this.#next;
    const events = eventsIn(number, this.#load);
    this.#next += 1;
    this.#busy += 1;
    connection.send(this.#load.requestOf(number, events), number, intendedAt);
    this.#load.tally.wasSent(events, connection.sentAt - intendedAt);
  }

  #giveUpLate(now: number): void {
    this.#timeoutCheckAt = now + TIMEOUT_CHECK_MS;
    for (const connection of this.#connections) {
      if (connection.isBusy && now - connection.sentAt >= this.#load.timeoutMs) connection.timeOut();
    }
  }
}
