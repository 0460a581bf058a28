// The owner's loop as one component: a member of the deliveries group, and what it sets going.
import type { OwnedPartition, ReceivedRecord, Worker } from '@hopline/kafka/port';
import type { AskedPause } from '@hopline/postgres/endpoints/hold-endpoint';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { DeliverState } from '@hopline/telemetry/metrics/deliver';
import { traceIdOf } from '@hopline/telemetry/tracing';
import { originOf } from './attempt.ts';
import { type ClaimDeps, type ClaimedTurn, Claimer } from './claim.ts';
import { Endpoints } from './endpoints.ts';
import { AttemptCutShortError } from './errors.ts';
import type { EndedPost, HealthLimits, Observed } from './health/endpoint-health.ts';
import { HealthWriter, type HealthWriterDeps } from './health/health-writer.ts';
import { LatePauses } from './health/late-pauses.ts';
import { OwnerLoop, type OwnerLoopDeps } from './owner-loop.ts';
import { type RefillDeps, Refiller } from './refill.ts';
import { HeadRefiller, type RefillHeadsDeps } from './refill-heads.ts';
import { Scheduler } from './scheduler.ts';
import { type SchemaLookUpDeps, SchemaLookUps } from './schema-look-ups.ts';
import { Slots } from './slots.ts';

/** What is left of a stop once its deadline has passed: to notice that the posts were cut, and to write a last result. */
const LAST_MS = 1000;

/** How often it is looked whether there are too many endpoints in memory. */
const TIDYING_MS = 60_000;
/** So many endpoints may wait, to be read for or for a slot, before no more are taken over from the database. */
const MAX_TAKEN_OVER = 10_000;

export interface DelivererDeps
  extends Pick<
      ClaimDeps,
      | 'claim'
      | 'claimInOrder'
      | 'readUnclaimed'
      | 'cancelOrphans'
      | 'releaseClaims'
      | 'leaseMs'
      | 'neededMs'
      | 'metrics'
    >,
    Pick<RefillDeps, 'readDue'>,
    Pick<RefillHeadsDeps, 'readHeads' | 'readHeadsOfKeys'>,
    Pick<OwnerLoopDeps, 'findDue' | 'codec' | 'maxOpenWakeUps'>,
    Pick<SchemaLookUpDeps, 'findSchemas'> {
  readonly maxConcurrent: number;
  /** False where deliveries are cancelled instead: no claim then gives one to post. */
  readonly isPosting: boolean;
  readonly healthLimits: HealthLimits;
  readonly writeHealth: HealthWriterDeps['write'];
  /** Holds an endpoint in its row, whoever owns it. */
  readonly holdEndpoint: (pause: AskedPause) => Promise<void>;
  readonly createWorker: (handlers: {
    onRecords: (records: readonly ReceivedRecord[], owner: OwnedPartition) => void;
    onAssigned: (owned: readonly OwnedPartition[]) => void;
  }) => Worker;
  /** One attempt, to the end of its record. */
  readonly deliver: (turn: ClaimedTurn) => Promise<void>;
  /** Aborted, with an AttemptCutShortError, when posts can be waited for no longer. */
  readonly cut: AbortController;
  readonly log: Logger;
}

/** A post and when it was, on the clock of `performance.now()`. */
export type FinishedPost = Pick<EndedPost, 'verdict' | 'startedAt' | 'endedAt'>;

const NOTHING_OBSERVED: Observed = { holdMs: 0, recovered: false };

export interface Deliverer extends Component {
  readonly failed: Promise<never>;
  health(): string | undefined;
  /** The posts that it may have under way. */
  slots(): DeliverState['slots'];
  /** The endpoints that it has in memory; walks through them all. */
  endpoints(): Omit<DeliverState, 'slots'>;
  /**
   * The receiver of this turn's post is free again.
   * @param post undefined when nobody knows what came of it
   */
  postEnded(turn: ClaimedTurn, post: FinishedPost | undefined): Observed;
  /** What was observed is written, or, if not `recorded`, will never be. */
  observationEnded(turn: ClaimedTurn, observed: Observed, recorded: boolean): void;
}

export function createDeliverer(deps: DelivererDeps): Deliverer {
  const { log, cut } = deps;
  const stopping = new AbortController();
  const stopped = stopping.signal;
  const slots = new Slots(deps.maxConcurrent);
  const scheduler = new Scheduler();
  const endpoints: Endpoints = new Endpoints(scheduler, () => claimer.kick(), {
    onFree: (endpoint) => refiller.consider(endpoint),
    onParting: (endpoint) => health.part(endpoint),
    isPosting: deps.isPosting,
  });
  const health = new HealthWriter({
    write: deps.writeHealth,
    onWritten: (endpoint) => endpoints.tidy(endpoint),
    log,
  });
  const latePauses = new LatePauses(deps.holdEndpoint, log);
  const heads = new HeadRefiller({ ...deps, endpoints, stopped });
  const refiller = new Refiller({ endpoints, readDue: deps.readDue, heads, log, stopped });
  const claimer = new Claimer({
    ...deps,
    scheduler,
    endpoints,
    slots,
    stopped,
    begin,
    refill: (endpoint) => refiller.consider(endpoint),
  });
  const schemas = new SchemaLookUps(deps);
  const isCrowded = () => refiller.waiting + scheduler.waiting > MAX_TAKEN_OVER;
  const loop = new OwnerLoop({ ...deps, schemas, endpoints, refiller, isCrowded, stopped });
  const worker = deps.createWorker(loop);

  let broken: (error: unknown) => void = () => {};
  const defect = new Promise<never>((_, reject) => {
    broken = reject;
  });
  const failed = Promise.race([worker.failed, defect]);
  failed.catch(() => {});
  const posting = new Set<ClaimedTurn>();
  function begin(turn: ClaimedTurn): void {
    posting.add(turn);
    deps
      .deliver(turn)
      .catch((error: unknown) => {
        // Every expected failure is a value: the process is replaced, and the lease repairs the row.
        const { id, eventId } = turn.delivery;
        const trace_id = traceIdOf(originOf(turn.delivery));
        log.error({ err: error, event_id: eventId, delivery_id: id, trace_id }, 'delivery.crashed');
        broken(error);
      })
      .finally(() => {
        const { orderKey, body } = turn.delivery;
        slots.addBytes(-body.length);
        if (posting.delete(turn)) slots.release(turn.endpoint.organizationId);
        else slots.resultEnded();
        // Its result is written, so that the next of its key may be seen to have its turn.
        if (orderKey !== null && turn.endpoint.isOwned) turn.endpoint.looks?.noteKey(orderKey);
        endpoints.finish(turn.endpoint, turn.job);
        refiller.consider(turn.endpoint);
        claimer.kick();
      });
  }

  let tidying: NodeJS.Timeout | undefined;

  async function stop(deadline: AbortSignal): Promise<void> {
    clearInterval(tidying);
    // No more claims. What waits in memory goes back: its records are read by the next owner, its rows are pending. That one
    // begins as soon as the worker has left its group (handOverMs), while posts that take longer go on here: their rows are
    // claimed, so that nobody else posts them or, in order, what comes after them.
    stopping.abort();
    endpoints.releaseAll();
    const cutShort = () => cut.abort(new AttemptCutShortError());
    if (deadline.aborted) cutShort();
    else deadline.addEventListener('abort', cutShort, { once: true });
    await Promise.all([drained(deadline), worker.stop(deadline)]);
    // What was held, for the next owner. Not for long: it is of use to whoever waits, and lost it costs a few posts.
    const told = Promise.all([health.flush(), latePauses.written()]);
    await raceSignal(told, AbortSignal.any([deadline, AbortSignal.timeout(LAST_MS)])).catch(() => {});
  }

  /** Attempts of refilled deliveries have no record for the worker to wait for. */
  function drained(deadline: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      slots.onIdle = resolve;
      if (slots.isIdle) return resolve();
      const late = () => setTimeout(resolve, LAST_MS).unref();
      if (deadline.aborted) late();
      else deadline.addEventListener('abort', late, { once: true });
    });
  }

  return {
    name: 'deliverer',
    failed,
    start() {
      tidying = setInterval(() => endpoints.forgetQuiet(), TIDYING_MS).unref();
      return worker.start();
    },
    stop,
    health: () => worker.health(),
    slots: () => ({ posting: slots.used, unwritten: slots.unwritten, free: slots.free }),
    endpoints: () => endpoints.state(),
    postEnded(turn, post) {
      const { endpoint } = turn;
      posting.delete(turn);
      slots.postEnded(endpoint.organizationId);
      const observed = post
        ? endpoint.health.observe({ ...post, inFlight: endpoint.inFlight }, deps.healthLimits)
        : NOTHING_OBSERVED;
      latePauses.note(turn, post);
      endpoint.inFlight -= 1;
      if (observed.holdMs > 0) endpoints.hold(endpoint, observed.holdMs);
      health.note(endpoint);
      endpoints.ready(endpoint);
      claimer.kick();
      return observed;
    },
    observationEnded({ endpoint }, { disable, recovered }, recorded) {
      if (recovered && recorded) {
        endpoint.health.recoveryRecorded();
        health.note(endpoint);
      }
      // Its row says it now; or that it is another one since.
      if (disable) endpoints.relearn(endpoint);
    },
  };
}
