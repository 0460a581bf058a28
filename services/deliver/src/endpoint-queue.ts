import type { OwnedPartition } from '@hopline/kafka/port';
import type { EndpointHealthRow } from '@hopline/postgres/endpoints/endpoint-health';
import type { Link } from '@hopline/telemetry/tracing';
import { DueTimes } from './due-times.ts';
import { MAX_CONCURRENCY } from './health/concurrency.ts';
import { EndpointHealth } from './health/endpoint-health.ts';
import { Hold } from './hold.ts';
import type { Job } from './job.ts';
import type { KeyLooks } from './key-looks.ts';

/** What the owner of one endpoint holds in memory: the jobs that wait and how many are under way. */
export class EndpointQueue {
  readonly id: string;
  readonly organizationId: string;
  /** False where deliveries are cancelled instead of posted: as many at a time as there are. */
  readonly #isPosting: boolean;
  /** The partition of its wake-ups while this process owns it. */
  owner: OwnedPartition | undefined;
  /** Posts under way, and jobs that are being claimed for one. */
  inFlight = 0;
  /** Rows wait in Postgres that have no job here. */
  backlogged = false;
  /** Such a page is being read. */
  refilling = false;
  paused = false;
  /** Set as soon as it is known to be ordered: what of its keys is to be looked at. */
  looks: KeyLooks | undefined;
  /** When such rows become due that are not yet. */
  readonly dueTimes = new DueTimes();
  /** How often a wake-up of the endpoint itself has come. What was read before the newest one may be out of date. */
  wakeUps = 0;
  /** The newest of them, where it is recorded and nothing was read because of it yet: a sweep, or a replay. */
  wokenBy: Link | undefined;
  /** One has come since its row was read last: the row is read even while it is held, since it may say otherwise. */
  isAsked = false;
  readonly health = new EndpointHealth();
  /** Nothing is posted until it ends: Retry-After, an open breaker. */
  readonly hold = new Hold();
  /** A claim is under way that will say what its row says. */
  #isLearning = false;
  readonly #ready: Job[] = [];
  #tokenTimer: NodeJS.Timeout | undefined;
  readonly #held = new Map<Job, NodeJS.Timeout>();
  /** All jobs that are not over, so that a wake-up and a refill of the same delivery become one job. */
  readonly #known = new Set<string>();

  constructor(id: string, organizationId: string, isPosting = true) {
    this.id = id;
    this.organizationId = organizationId;
    this.#isPosting = isPosting;
  }

  /** Jobs that wait, for a slot or for their time. */
  get waiting(): number {
    return this.#ready.length + this.#held.size;
  }

  get isOwned(): boolean {
    return this.owner !== undefined && !this.owner.revoked.aborted;
  }

  /** Nothing is posted for now: what there is waits as rows. */
  get isHeld(): boolean {
    return this.paused || this.hold.isOn;
  }

  /** A job could begin at this time, now if none is given, if there is a slot. */
  canStart(now = performance.now()): boolean {
    if (this.#ready.length === 0 || this.isHeld) return false;
    if (!this.#isPosting) return true;
    if (this.health.rateWaitMs(now) > 0) return false;
    // Of which nothing is known gets one claim, to see what its row says; what is under way from before, which may be
    // the very posts that hang, does not matter to that.
    if (!this.health.isKnown) return !this.#isLearning && this.inFlight < MAX_CONCURRENCY;
    return this.inFlight < this.health.limit(now);
  }

  /** Nothing is left to remember. */
  get isIdle(): boolean {
    return !this.#isBusy && !this.backlogged && !this.paused && this.health.isSettled;
  }

  /** What is left to remember is of little use by now, or can be read again. */
  get isForgettable(): boolean {
    // What is paused waits as rows, and its resumption is told.
    return !this.#isBusy && (this.paused || !this.backlogged) && this.health.isForgettable(performance.now());
  }

  get #isBusy(): boolean {
    const isWorking = this.#known.size > 0 || this.inFlight > 0 || this.refilling;
    return isWorking || this.hold.isOn || !this.dueTimes.isEmpty || this.looks?.isEmpty === false;
  }

  /**
   * Takes a job in.
   * @param delayMs how long it must wait before it can be the next one; then `whenReady` is called
   * @returns false when the same job is known already
   */
  add(job: Job, delayMs: number, whenReady: () => void): boolean {
    const key = keyOf(job);
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    if (delayMs > 0) this.#hold(job, delayMs, whenReady);
    else this.#ready.push(job);
    return true;
  }

  /** Takes the next job; it counts as in flight from here. */
  take(): Job | undefined {
    const job = this.#ready.shift();
    if (job) {
      this.inFlight += 1;
      if (!this.health.isKnown) this.#isLearning = true;
      this.health.countPost(performance.now());
    }
    return job;
  }

  /** A job that was taken is not posted. */
  untake(): void {
    this.inFlight -= 1;
    this.#isLearning = false;
    this.health.uncountPost();
  }

  /** Takes in what a claim says of it. Given up meanwhile, it is the next owner's to know. */
  learn(row: EndpointHealthRow): void {
    this.#isLearning = false;
    if (this.isOwned) this.health.learn(row, performance.now());
  }

  /**
   * Calls `whenReady` as soon as the rate limit allows another post, if that is what its jobs wait for.
   * @param now the time at which `canStart` said no: a moment later the limit might not be the reason any more, and
   * nobody would ask again
   */
  awaitRate(now: number, whenReady: () => void): void {
    if (this.#tokenTimer || this.#ready.length === 0 || !this.health.isLimited) return;
    const waitMs = this.health.rateWaitMs(now);
    if (waitMs <= 0) return;
    this.#tokenTimer = setTimeout(() => {
      this.#tokenTimer = undefined;
      whenReady();
    }, Math.ceil(waitMs));
  }

  /** Puts a job that was taken in front of the others. */
  putBack(job: Job): void {
    this.untake();
    this.#ready.unshift(job);
  }

  /** Puts a job that was taken out of the way for a while; then it is the next one, and `whenReady` is called. */
  postpone(job: Job, delayMs: number, whenReady: () => void): void {
    this.untake();
    this.#hold(job, delayMs, whenReady);
  }

  #hold(job: Job, delayMs: number, whenReady: () => void): void {
    const timer = setTimeout(() => {
      this.#held.delete(job);
      this.#ready.unshift(job);
      whenReady();
    }, delayMs);
    this.#held.set(job, timer);
  }

  /** The delivery is being sent, in this version, by a claim of a job of ours. */
  isSending({ id, version }: { readonly id: string; readonly version: number }): boolean {
    return this.#known.has(`${id}:${version - 1}`);
  }

  /** The job is over. */
  forget(job: Job): void {
    this.#known.delete(keyOf(job));
  }

  /** Why its rows are read now. */
  takeWokenBy(): Link | undefined {
    const link = this.wokenBy;
    this.wokenBy = undefined;
    return link;
  }

  /** Gives up all jobs that wait. Those in flight go on. */
  clear(): Job[] {
    const jobs = [...this.#ready, ...this.#held.keys()];
    for (const timer of this.#held.values()) clearTimeout(timer);
    clearTimeout(this.#tokenTimer);
    this.#tokenTimer = undefined;
    this.#ready.length = 0;
    this.#held.clear();
    for (const job of jobs) this.forget(job);
    return jobs;
  }
}

// With the version: a retry's wake-up may come before the attempt that caused it is over here, and it is another job.
function keyOf(job: Job): string {
  return `${job.id}:${job.version}`;
}
