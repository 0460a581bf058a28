// One load: sends what is due on whatever connection is free, and counts what comes back. Both kinds of loop are the same
// here; they differ in what is due (pace.ts).
import { setTimeout as sleep } from 'node:timers/promises';
import { Histogram } from './histogram.ts';
import { type ConnectionOwner, HttpConnection } from './http-connection.ts';
import type { Load, LoadReport } from './load.ts';
import { createPacer, type Pacer } from './pace.ts';
import { createRequests } from './requests.ts';

// The finest that timers go: an open loop is up to this late, which its latencies include.
const TICK_MS = 1;
// A listener's queue takes some hundreds; who finds it full tries again only after a second.
const CONNECTIONS_PER_TICK = 64;
const HUNG_CHECK_MS = 100;

export async function runLoad(load: Load): Promise<LoadReport> {
  if (load.startAfter) await sleep(load.startAfter * 1000);
  return new Promise((resolve) => new LoadRun(load, resolve).start());
}

class LoadRun implements ConnectionOwner {
  readonly #load: Load;
  readonly #finished: (report: LoadReport) => void;
  readonly #nextRequest: (intendedAt: number) => Buffer;
  readonly #pacer: Pacer;
  readonly #startAt = performance.now();
  readonly #endAt: number;
  readonly #maxConnections: number;
  readonly #open = new Set<HttpConnection>();
  readonly #idle: HttpConnection[] = [];
  #busy = 0;
  #hungCheckAt = 0;

  #sent = 0;
  #acceptedInTime = 0;
  #broken = 0;
  #hung = 0;
  readonly #statuses: Record<number, number> = {};
  readonly #accepted = new Histogram();
  readonly #refused = new Histogram();
  readonly #lateness = new Histogram();
  readonly #windows: Histogram[];

  constructor(load: Load, finished: (report: LoadReport) => void) {
    this.#load = load;
    this.#finished = finished;
    this.#nextRequest = createRequests(load.request);
    this.#pacer = createPacer(load.pace, this.#startAt, load.seconds);
    this.#endAt = this.#startAt + load.seconds * 1000;
    this.#maxConnections = load.pace.kind === 'closed' ? load.pace.connections : load.pace.maxConnections;
    const windows = load.windowMs === undefined ? 0 : Math.ceil((load.seconds * 1000) / load.windowMs);
    this.#windows = Array.from({ length: windows }, () => new Histogram());
  }

  start(): void {
    this.#tick();
  }

  answered(connection: HttpConnection, status: number): void {
    const now = performance.now();
    this.#busy -= 1;
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    const latency = now - connection.intendedAt;
    if (status >= 200 && status < 300) {
      if (now < this.#endAt) this.#acceptedInTime += 1;
      this.#accepted.record(latency);
      this.#windowOf(connection.intendedAt)?.record(latency);
    } else {
      this.#refused.record(latency);
    }
    if (!connection.isOpen) return;
    const intendedAt = this.#pacer.take(now);
    if (intendedAt === undefined) this.#idle.push(connection);
    else this.#send(connection, intendedAt);
  }

  ended(connection: HttpConnection, unanswered: boolean): void {
    this.#open.delete(connection);
    const idle = this.#idle.indexOf(connection);
    if (idle >= 0) this.#idle.splice(idle, 1);
    if (!unanswered) return;
    this.#busy -= 1;
    this.#broken += 1;
  }

  readonly #tick = (): void => {
    const now = performance.now();
    let opened = 0;
    while (
      this.#idle.length > 0 ||
      (this.#open.size < this.#maxConnections && opened < CONNECTIONS_PER_TICK)
    ) {
      const intendedAt = this.#pacer.take(now);
      if (intendedAt === undefined) break;
      let connection = this.#idle.pop();
      if (!connection) {
        connection = new HttpConnection(this.#load.port, this);
        this.#open.add(connection);
        opened += 1;
      }
      this.#send(connection, intendedAt);
    }
    if (now >= this.#hungCheckAt) this.#cutHung(now);
    if (!this.#pacer.isOver(now) || this.#busy > 0) setTimeout(this.#tick, TICK_MS);
    else this.#finish();
  };

  #send(connection: HttpConnection, intendedAt: number): void {
    this.#busy += 1;
    this.#sent += 1;
    connection.send(this.#nextRequest(intendedAt), intendedAt);
    this.#lateness.record(connection.sentAt - intendedAt);
  }

  #cutHung(now: number): void {
    this.#hungCheckAt = now + HUNG_CHECK_MS;
    for (const connection of this.#open) {
      if (!connection.isBusy || now - connection.sentAt < this.#load.timeoutMs) continue;
      connection.destroy();
      this.#broken -= 1;
      this.#hung += 1;
    }
  }

  #windowOf(intendedAt: number): Histogram | undefined {
    if (this.#load.windowMs === undefined) return undefined;
    return this.#windows[Math.floor((intendedAt - this.#startAt) / this.#load.windowMs)];
  }

  #finish(): void {
    // What is still due now was never sent.
    this.#pacer.take(Number.POSITIVE_INFINITY);
    for (const connection of this.#open) connection.destroy();
    this.#finished({
      sent: this.#sent,
      acceptedInTime: this.#acceptedInTime,
      statuses: this.#statuses,
      broken: this.#broken,
      hung: this.#hung,
      unsent: this.#pacer.unsent,
      accepted: this.#accepted.counts,
      refused: this.#refused.counts,
      lateness: this.#lateness.counts,
      windows: this.#windows.map((window) => window.counts),
    });
  }
}
