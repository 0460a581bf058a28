// One round of the sweeper: finds what a crash between two steps left behind. Short transactions; what must be published
// is published after the commit. Publishing too much is harmless, since a wake-up is only a hint.
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import type { Pool } from '@hopline/postgres/pool';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
import { type AgeLimit, endUnavailable } from '@hopline/postgres/sweeper/end-unavailable';
import { type EndpointRef, expireLeases } from '@hopline/postgres/sweeper/expire-leases';
import { findUnpublishedDead } from '@hopline/postgres/sweeper/find-unpublished-dead';
import { scanWaitingEndpoints } from '@hopline/postgres/sweeper/scan-waiting-endpoints';
import { hopSpan } from '@hopline/telemetry/hop-spans';
import type { CounterFamily } from '@hopline/telemetry/metrics';
import type { DeliveryCounts } from '@hopline/telemetry/metrics/deliveries';
import { extractTrace } from '@hopline/telemetry/trace-headers';
import { type Span, SpanKind, startTrace } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { deliveryDeadLetter } from '@hopline/wire/dead-letter';
import type { Ladder } from '@hopline/wire/ladder';
import { partitionFor } from '@hopline/wire/partitioner';
import { lengthOf, scheduleOf } from '@hopline/wire/retry-schedule';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { WakeBackoff } from './wake-backoff.ts';

const PAGE = 500;
/** Of each kind in one round. */
const MAX_PAGES = 20;
/** How much longer than its schedule a delivery may wait for an endpoint that nothing but fails at. */
const UNAVAILABLE_MS = 24 * 60 * 60 * 1000;

/** What the sweeper repairs, as it is counted. */
export const REPAIRS = [
  'lease_expired',
  'endpoint_woken',
  'dead_letter_published',
  'cancelled',
  'given_up',
] as const;

export interface SweepDeps {
  readonly pool: Pool;
  readonly publisher: Publisher;
  readonly codec: AvroCodec<WakeUp>;
  readonly names: TopicNames;
  /** The schedule of endpoints that have none of their own. */
  readonly ladder: Ladder;
  readonly backoff: WakeBackoff;
  readonly overdueMs: number;
  /** Told of each repair once it is made. */
  readonly repairs: Pick<CounterFamily<'kind'>, 'of'>;
  /** Told of those that end here. */
  readonly deliveries: DeliveryCounts<'dead' | 'cancelled'>;
}

export interface SweepReport {
  readonly leasesExpired: number;
  readonly endpointsWoken: number;
  readonly deadLettersPublished: number;
  readonly cancelled: number;
  readonly givenUp: number;
  /** A page was full: there is more to do at once. */
  readonly more: boolean;
}

/**
 * A step that fails keeps none of the others from its turn.
 * @param trace whatever is woken goes out below it
 * @throws what the first step that failed has thrown: Postgres or Kafka is in trouble, and the next round does what this
 *   one did not
 */
export async function sweep(given: SweepDeps, trace: Span = startSweepTrace()): Promise<SweepReport> {
  const deps = { ...given, trace };
  const { pool } = deps;
  const problems: unknown[] = [];
  async function unlessItFails<T>(nothing: T, step: Promise<T>): Promise<T> {
    return await step.catch((error: unknown) => {
      problems.push(error);
      return nothing;
    });
  }
  const leases = await unlessItFails(
    NONE,
    inPages(async () => {
      const expired = await expireLeases(pool, PAGE);
      count(deps, 'lease_expired', expired.length);
      // At once: the scan does not find them before they have been overdue for a while.
      await wake(deps, expired);
      return expired.length;
    }),
  );
  const waiting = await unlessItFails(NOTHING_WAITS, scanWaiting(deps));
  const letters = await unlessItFails(
    NONE,
    inPages(async () => count(deps, 'dead_letter_published', await publishDead(deps))),
  );
  const ends = await unlessItFails(
    NONE,
    // Their dead letters are published once they are as old as those of a crash.
    inPages(async () => {
      const { count: ended, deliveries } = await endUnavailable(pool, waiting.tooOld, PAGE, Date.now());
      deps.deliveries.dead.inc(count(deps, 'given_up', ended));
      await wake(deps, deliveries);
      return ended;
    }),
  );
  const cancels = await unlessItFails(
    NONE,
    inPages(async () => {
      const cancelled = await cancelDeleted(pool, waiting.deleted, PAGE);
      deps.deliveries.cancelled.inc(cancelled);
      return count(deps, 'cancelled', cancelled);
    }),
  );
  if (problems.length > 0) throw problems[0];
  return {
    leasesExpired: leases.count,
    endpointsWoken: waiting.woken,
    deadLettersPublished: letters.count,
    cancelled: cancels.count,
    givenUp: ends.count,
    more: leases.more || letters.more || cancels.more || ends.more,
  };
}

/** Begins the trace of a round. */
export function startSweepTrace(): Span {
  return startTrace(hopSpan.sweep, { kind: SpanKind.INTERNAL });
}

/** What the steps need, and the trace that they are in. */
interface TracedSweep extends SweepDeps {
  readonly trace: Span;
}

const NONE = { count: 0, more: false };

/** Counts repairs that were made; gives how many. */
function count({ repairs }: SweepDeps, kind: (typeof REPAIRS)[number], made: number): number {
  repairs.of({ kind }).inc(made);
  return made;
}

/** Repeats `step` while it finds a full page; not for ever, since the other steps must get their turn. */
async function inPages(step: () => Promise<number>): Promise<{ count: number; more: boolean }> {
  let count = 0;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const found = await step();
    count += found;
    if (found < PAGE) return { count, more: false };
  }
  return { count, more: true };
}

interface Waiting {
  readonly woken: number;
  readonly deleted: readonly string[];
  readonly tooOld: readonly AgeLimit[];
}

const NOTHING_WAITS: Waiting = { woken: 0, deleted: [], tooOld: [] };

async function scanWaiting(deps: TracedSweep): Promise<Waiting> {
  const { pool, backoff, overdueMs, ladder } = deps;
  let woken = 0;
  const deleted: string[] = [];
  const tooOld: AgeLimit[] = [];
  let after: string | undefined = FIRST_PAGE;
  backoff.beginRound();
  while (after !== undefined) {
    const page = await scanWaitingEndpoints(pool, {
      ...{ after, size: PAGE },
      ...{ overdueMs, unavailableMs: UNAVAILABLE_MS },
    });
    const due = page.overdue.filter(({ endpointId }) => backoff.mayWake(endpointId));
    await wake(deps, due);
    woken += count(deps, 'endpoint_woken', due.length);
    deleted.push(...page.deleted);
    for (const { endpointId, retrySchedule, waitedMs } of page.unavailable) {
      const limitMs = lengthOf(scheduleOf(ladder, retrySchedule)) + UNAVAILABLE_MS;
      if (waitedMs >= limitMs) tooOld.push({ endpointId, limitMs });
    }
    after = page.after;
  }
  backoff.endRound();
  return { woken, deleted, tooOld };
}

/** One wake-up for each endpoint, however often it is named. */
async function wake(
  { publisher, codec, names, trace }: TracedSweep,
  endpoints: readonly EndpointRef[],
): Promise<void> {
  const distinct = new Map(endpoints.map((endpoint) => [endpoint.endpointId, endpoint]));
  const partitions = publisher.partitionsOf(names.deliveries);
  const records = [...distinct.values()].map(
    ({ endpointId, organizationId }): OutgoingRecord => ({
      topic: names.deliveries,
      partition: partitionFor(endpointId, partitions),
      key: endpointId,
      value: codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery: null }),
      headers: {},
      parent: trace,
    }),
  );
  if (records.length > 0) await publisher.publishAll(records);
}

async function publishDead({ pool, publisher, codec, names, overdueMs }: SweepDeps): Promise<number> {
  const dead = await findUnpublishedDead(pool, overdueMs, PAGE);
  if (dead.length === 0) return 0;
  const dlq = { topic: names.deliveriesDlq, partitions: publisher.partitionsOf(names.deliveriesDlq) };
  await publisher.publishAll(
    dead.map(({ id, day, version, endpointId, organizationId, reason, traceparent }) => {
      const delivery = { id, day, version };
      const value = codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery });
      const letter = deliveryDeadLetter(dlq, endpointId, value, reason);
      return traceparent === null ? letter : { ...letter, follows: extractTrace({ traceparent }) };
    }),
  );
  // After the acknowledgement: a crash before this line publishes them once more.
  await markDeadLettered(pool, dead);
  return dead.length;
}
