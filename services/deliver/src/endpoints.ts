import type { OwnedPartition } from '@hopline/kafka/port';
import type { DeliverState } from '@hopline/telemetry/metrics/deliver';
import { EndpointQueue } from './endpoint-queue.ts';
import { abandonRecord, finishRecord, type Job } from './job.ts';
import { KeyLooks } from './key-looks.ts';
import type { Scheduler } from './scheduler.ts';

/** With more endpoints in memory than this, those that are quiet are forgotten. */
const MAX_REMEMBERED = 10_000;

export interface EndpointsOptions {
  /** Nothing holds the endpoint any more; it is backlogged. */
  readonly onFree?: (endpoint: EndpointQueue) => void;
  /** The endpoint is somebody else's from now on. */
  readonly onParting?: (endpoint: EndpointQueue) => void;
  /** False where deliveries are cancelled instead of posted. */
  readonly isPosting?: boolean;
}

/** The endpoints that this process has something in memory for. */
export class Endpoints {
  readonly #byId = new Map<string, EndpointQueue>();
  readonly #scheduler: Scheduler;
  readonly #onReady: () => void;
  readonly #more: EndpointsOptions;

  /** @param onReady called when there may be a job to claim */
  constructor(scheduler: Scheduler, onReady: () => void, more: EndpointsOptions = {}) {
    this.#scheduler = scheduler;
    this.#onReady = onReady;
    this.#more = more;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Those that are owned, by the state of their breaker, and how many of them have deliveries that wait as rows. */
  state(): Omit<DeliverState, 'slots'> {
    const owned = { closed: 0, open: 0, half_open: 0 };
    let backlogged = 0;
    const now = performance.now();
    for (const endpoint of this.#byId.values()) {
      if (!endpoint.isOwned) continue;
      owned[endpoint.health.breakerPhase(now)] += 1;
      if (endpoint.backlogged) backlogged += 1;
    }
    return { owned, backlogged };
  }

  /** The endpoint as owned through this partition. */
  own(owner: OwnedPartition, id: string, organizationId: string): EndpointQueue {
    let endpoint = this.#byId.get(id);
    if (!endpoint) {
      endpoint = new EndpointQueue(id, organizationId, this.#more.isPosting);
      this.#byId.set(id, endpoint);
    }
    endpoint.owner = owner;
    return endpoint;
  }

  /** Takes a job in, to begin after `delayMs`. One that is known already is over at once: the other one stands for it. */
  accept(endpoint: EndpointQueue, job: Job, delayMs = 0): void {
    if (endpoint.add(job, delayMs, () => this.ready(endpoint))) this.ready(endpoint);
    else {
      finishRecord(job);
      this.ready(endpoint);
    }
  }

  /** The endpoint may have become able to start a job. */
  ready(endpoint: EndpointQueue): void {
    const now = performance.now();
    if (!endpoint.canStart(now)) {
      endpoint.awaitRate(now, () => this.ready(endpoint));
      return;
    }
    this.#scheduler.offer(endpoint);
    this.#onReady();
  }

  /** A job that was taken needs no attempt (any more). */
  drop(endpoint: EndpointQueue, job: Job): void {
    endpoint.untake();
    this.finish(endpoint, job);
    finishRecord(job);
  }

  /** A job that was taken is left to the next owner. */
  leave(endpoint: EndpointQueue, job: Job): void {
    endpoint.untake();
    this.finish(endpoint, job);
    abandonRecord(job);
  }

  /** A job is over. */
  finish(endpoint: EndpointQueue, job: Job): void {
    endpoint.forget(job);
    this.ready(endpoint);
    this.tidy(endpoint);
  }

  /** Holds an endpoint until a wake-up of the endpoint itself comes. What waits, waits as rows from now on. */
  pause(endpoint: EndpointQueue): void {
    endpoint.paused = true;
    endpoint.backlogged = true;
    for (const job of endpoint.clear()) finishRecord(job);
  }

  /** Its row says that its deliveries go out in order. What waits, waits as rows from now on. */
  putInOrder(endpoint: EndpointQueue): void {
    if (endpoint.looks) return;
    endpoint.looks = new KeyLooks();
    endpoint.backlogged = true;
    for (const job of endpoint.clear()) finishRecord(job);
  }

  /** Holds an endpoint for a while, or longer than it is held already. What waits, waits as rows until then. */
  hold(endpoint: EndpointQueue, forMs: number): void {
    // Where nothing is posted nothing has to wait.
    if (!endpoint.isOwned || this.#more.isPosting === false) return;
    endpoint.backlogged = true;
    for (const job of endpoint.clear()) finishRecord(job);
    endpoint.hold.extend(forMs, () => this.#more.onFree?.(endpoint));
  }

  /** Somebody else has changed how the endpoint is doing: its row is read again, and what waits goes on. */
  relearn(endpoint: EndpointQueue): void {
    endpoint.health.reset();
    endpoint.hold.end();
    if (!endpoint.isOwned) return;
    endpoint.backlogged = true;
    this.ready(endpoint);
    this.#more.onFree?.(endpoint);
  }

  /** Somebody else owns the partition now, or nobody: forget what waits for its endpoints. What is in flight goes on. */
  release(owner: OwnedPartition): void {
    for (const endpoint of this.#byId.values()) {
      if (endpoint.owner === owner) this.#disown(endpoint);
    }
  }

  releaseAll(): void {
    for (const endpoint of this.#byId.values()) this.#disown(endpoint);
  }

  /** Forgets the endpoint when nothing is left to remember of it. */
  tidy(endpoint: EndpointQueue): void {
    // Not another one that has taken its place.
    if (endpoint.isIdle && this.#byId.get(endpoint.id) === endpoint) this.#byId.delete(endpoint.id);
  }

  /** Where there are many in memory, forgets those that have been quiet for a while. */
  forgetQuiet(): void {
    for (const endpoint of this.#byId.values()) {
      if (this.#byId.size <= MAX_REMEMBERED) return;
      if (endpoint.isForgettable) this.#byId.delete(endpoint.id);
    }
  }

  #disown(endpoint: EndpointQueue): void {
    this.#more.onParting?.(endpoint);
    endpoint.health.reset();
    endpoint.hold.end();
    endpoint.owner = undefined;
    endpoint.paused = false;
    endpoint.backlogged = false;
    endpoint.looks?.clear();
    endpoint.dueTimes.clear();
    for (const job of endpoint.clear()) abandonRecord(job);
    this.tidy(endpoint);
  }
}
