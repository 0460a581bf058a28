import { setImmediate as nextTick } from 'node:timers/promises';
import type { ClaimedDelivery } from '@hopline/postgres/deliveries/claim-deliveries';
import type { DeliveryRef } from '@hopline/postgres/deliveries/delivery-ref';
import type { Unclaimed } from '@hopline/postgres/deliveries/read-unclaimed';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import { sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { DeliverMetrics } from '@hopline/telemetry/metrics/deliver';
import { traceIdOf } from '@hopline/telemetry/tracing';
import { originOf } from './attempt.ts';
import type { EndpointQueue } from './endpoint-queue.ts';
import type { Endpoints } from './endpoints.ts';
import type { Job } from './job.ts';
import type { Scheduler, Turn } from './scheduler.ts';
import type { Slots } from './slots.ts';
import { settleUnclaimed } from './unclaimed.ts';

const MAX_CLAIM = 128;
const BACKOFF = { initialMs: 200, maxMs: 10_000 };
/** One of an order that was not claimed, though it was the first of its key a moment ago: when it is looked at again. */
const OUT_OF_TURN_MS = 4000;

/** A turn whose delivery is ours now. */
export interface ClaimedTurn extends Turn {
  readonly delivery: ClaimedDelivery;
  /** When the lease runs out at the earliest, on the clock of `performance.now()`. */
  readonly leaseEnds: number;
  /** When its claim was sent and answered, on the same clock. */
  readonly claimedAt: { readonly from: number; readonly to: number };
}

type Ref = Omit<DeliveryRef, 'day'>;

export interface ClaimDeps {
  readonly scheduler: Scheduler;
  readonly endpoints: Endpoints;
  readonly slots: Slots;
  readonly leaseMs: number;
  /** A claim whose answer leaves less than this of the lease, in milliseconds, comes too late for a post. */
  readonly neededMs: number;
  /** These are about deliveries of one day, since the tables are partitioned by it. */
  readonly claim: (day: string, refs: Ref[]) => Promise<ClaimedDelivery[]>;
  /** The same for heads of keys. */
  readonly claimInOrder: (day: string, refs: Ref[]) => Promise<ClaimedDelivery[]>;
  readonly readUnclaimed: (day: string, refs: Ref[]) => Promise<Unclaimed[]>;
  readonly cancelOrphans: (day: string, refs: Ref[]) => Promise<unknown>;
  readonly releaseClaims: (day: string, refs: Ref[]) => Promise<void>;
  /** Begins the attempt; it releases the slot when it is over. */
  readonly begin: (turn: ClaimedTurn) => void;
  /** The endpoint's queue may have run low, or rows of it have become due. */
  readonly refill: (endpoint: EndpointQueue) => void;
  readonly metrics: Pick<DeliverMetrics, 'claimBatch' | 'claimsLost'>;
  readonly log: Logger;
  readonly stopped: AbortSignal;
}

/**
 * Claims deliveries as slots become free: whatever has gathered while the claim before was under way is one statement.
 */
export class Claimer {
  readonly #deps: ClaimDeps;
  #running = false;

  constructor(deps: ClaimDeps) {
    this.#deps = deps;
  }

  /** There may be something to claim, or a free slot for it. */
  kick(): void {
    if (this.#running || this.#deps.stopped.aborted) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    const { scheduler, slots, stopped, log } = this.#deps;
    let failures = 0;
    while (!stopped.aborted) {
      await nextTick();
      const turns = scheduler.take(Math.min(slots.free, MAX_CLAIM), slots);
      if (turns.length === 0) break;
      try {
        await this.#claimAll(turns);
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ problem: describeError(error), failures }, 'claim.failed');
        await sleep(backoffDelay(BACKOFF, failures), stopped).catch(() => {});
      }
    }
    this.#running = false;
  }

  async #claimAll(turns: Turn[]): Promise<void> {
    const { claim, claimInOrder } = this.#deps;
    const { heads = [], others = [] } = Object.groupBy(turns, ({ job }) =>
      job.orderKey === undefined ? 'others' : 'heads',
    );
    const claims = await Promise.allSettled([
      ...byDay(others).map(([day, ofDay]) => this.#claim(day, ofDay, claim)),
      ...byDay(heads).map(([day, ofDay]) => this.#claim(day, ofDay, claimInOrder)),
    ]);
    for (const claim of claims) if (claim.status === 'rejected') throw claim.reason;
  }

  async #claim(day: string, turns: Turn[], claim: ClaimDeps['claim']): Promise<void> {
    const { leaseMs, neededMs, slots, begin, refill, metrics, log } = this.#deps;
    const wakeUps = turns.map(({ endpoint }) => endpoint.wakeUps);
    const unsettled = new Set(turns);
    const held: ClaimedTurn[] = [];
    // Before the claim is sent, so that it is earlier than the database's idea of the lease.
    const from = performance.now();
    const leaseEnds = from + leaseMs;
    try {
      const claimed = await claim(day, refsOf(turns));
      metrics.claimBatch.observe(turns.length);
      const claimedAt = { from, to: performance.now() };
      const byId = new Map(claimed.map((delivery) => [delivery.id, delivery]));
      for (const turn of turns) {
        const delivery = byId.get(turn.job.id);
        if (!delivery || delivery.version !== turn.job.version + 1) continue;
        unsettled.delete(turn);
        if (performance.now() + neededMs > leaseEnds) {
          // The lease could run out during the post, and the delivery be posted by another at the same time. It is left
          // to the sweeper.
          slots.release(turn.endpoint.organizationId);
          this.#deps.endpoints.drop(turn.endpoint, turn.job);
          const trace_id = traceIdOf(originOf(delivery));
          log.warn({ delivery_id: delivery.id, endpoint_id: turn.endpoint.id, trace_id }, 'claim.too_late');
          continue;
        }
        this.#learn(turn.endpoint, delivery);
        // An answer that came meanwhile holds the endpoint, all of it.
        if (turn.endpoint.hold.isOn) {
          held.push({ ...turn, delivery, leaseEnds, claimedAt });
          continue;
        }
        slots.addBytes(delivery.body.length);
        begin({ ...turn, delivery, leaseEnds, claimedAt });
      }
      if (held.length > 0) await this.#release(day, held);
      if (unsettled.size > 0) await this.#settle(day, unsettled, turns, wakeUps);
    } finally {
      // Nothing is known of what is left when a statement fails; if it was claimed all the same, the next claim misses
      // it and its lease runs out.
      for (const { endpoint, job } of unsettled) {
        slots.release(endpoint.organizationId);
        if (!endpoint.isOwned) this.#deps.endpoints.leave(endpoint, job);
        // It is backlogged, and its jobs wait as rows: their offsets would be open for as long as the hold lasts.
        else if (endpoint.isHeld) this.#deps.endpoints.drop(endpoint, job);
        else endpoint.putBack(job);
      }
      for (const { endpoint } of turns) {
        // Also where an attempt has begun: what else its rate allows does not wait for that attempt to end.
        this.#deps.endpoints.ready(endpoint);
        refill(endpoint);
      }
    }
  }

  async #settle(day: string, unsettled: Set<Turn>, turns: Turn[], wakeUps: number[]): Promise<void> {
    const { readUnclaimed, cancelOrphans, endpoints, slots, metrics } = this.#deps;
    const found = await readUnclaimed(day, refsOf([...unsettled]));
    const byId = new Map(found.map((one) => [one.id, one]));
    const orphans: Job[] = [];
    for (const [i, turn] of turns.entries()) {
      if (!unsettled.delete(turn)) continue;
      const { endpoint, job } = turn;
      slots.release(endpoint.organizationId);
      const fate = settleUnclaimed(byId.get(job.id));
      if (fate.kind === 'drop') metrics.claimsLost.inc();
      // A job that waits in memory keeps its offset open: not for as long as a hold may last.
      if (fate.kind === 'postpone' && !endpoint.isHeld) {
        if (endpoint.isOwned) endpoint.postpone(job, fate.delayMs, () => endpoints.ready(endpoint));
        else endpoints.leave(endpoint, job);
        continue;
      }
      if (fate.kind === 'orphan') orphans.push(job);
      if (fate.kind === 'later' && endpoint.isOwned) {
        endpoint.dueTimes.add(fate.dueInMs, () => this.#markBacklogged(endpoint));
      }
      if (fate.kind === 'held') endpoints.hold(endpoint, fate.forMs);
      if (fate.kind === 'paused' && endpoint.isOwned) {
        // A wake-up that came since may say that it was resumed; then the refill finds out.
        if (endpoint.wakeUps === wakeUps[i]) endpoints.pause(endpoint);
        else endpoint.backlogged = true;
      }
      if (fate.kind === 'in_order' && endpoint.isOwned) {
        if (endpoint.looks) endpoint.dueTimes.add(OUT_OF_TURN_MS, () => this.#markBacklogged(endpoint));
        else endpoints.putInOrder(endpoint);
      }
      // Somebody else was quicker, or ends it: whoever is behind it may have its turn.
      const isOver = fate.kind === 'drop' || fate.kind === 'orphan';
      if (isOver && job.orderKey !== undefined && endpoint.isOwned) endpoint.looks?.noteKey(job.orderKey);
      // Last, since it forgets an endpoint that nothing is left to remember of.
      endpoints.drop(endpoint, job);
    }
    if (orphans.length > 0) await cancelOrphans(day, refsOf(orphans.map((job) => ({ job }))));
  }

  /** The first claim says what its row does. */
  #learn(endpoint: EndpointQueue, delivery: ClaimedDelivery): void {
    const { isKnown } = endpoint.health;
    endpoint.learn(delivery);
    if (!isKnown) this.#deps.endpoints.ready(endpoint);
  }

  /** Gives claims back that no attempt was begun for. If that fails, their leases run out. */
  async #release(day: string, turns: readonly ClaimedTurn[]): Promise<void> {
    const { releaseClaims, slots, endpoints, log } = this.#deps;
    await releaseClaims(
      day,
      turns.map(({ delivery: { id, version } }) => ({ id, version })),
    ).catch((error: unknown) => {
      log.warn({ problem: describeError(error), deliveries: turns.length }, 'claims.not_released');
    });
    for (const { endpoint, job } of turns) {
      slots.release(endpoint.organizationId);
      // Its row is pending again, in another version: the refill finds it when the hold ends.
      if (endpoint.isOwned) endpoint.backlogged = true;
      endpoints.drop(endpoint, job);
    }
  }

  #markBacklogged(endpoint: EndpointQueue): void {
    endpoint.backlogged = true;
    this.#deps.refill(endpoint);
  }
}

function byDay(turns: readonly Turn[]): [string, Turn[]][] {
  return [...Map.groupBy(turns, ({ job }) => job.day)];
}

function refsOf(turns: readonly { job: Job }[]): Ref[] {
  return turns.map(({ job: { id, version } }) => ({ id, version }));
}
