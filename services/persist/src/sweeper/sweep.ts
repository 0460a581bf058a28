// One round of the sweeper: finds what a crash between two steps left behind. Short transactions; what must be published
// is published after the commit. Publishing too much is harmless, since a wake-up is only a hint.
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import type { Pool } from '@hopline/postgres/pool';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
import { type EndpointRef, expireLeases } from '@hopline/postgres/sweeper/expire-leases';
import { findUnpublishedDead } from '@hopline/postgres/sweeper/find-unpublished-dead';
import { scanWaitingEndpoints } from '@hopline/postgres/sweeper/scan-waiting-endpoints';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { deliveryDeadLetter } from '@hopline/wire/dead-letter';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { WakeBackoff } from './wake-backoff.ts';

const PAGE = 500;
/** Of each kind in one round. */
const MAX_PAGES = 20;

export interface SweepDeps {
  readonly pool: Pool;
  readonly publisher: Publisher;
  readonly codec: AvroCodec<WakeUp>;
  readonly names: TopicNames;
  readonly backoff: WakeBackoff;
  readonly overdueMs: number;
}

export interface SweepReport {
  readonly leasesExpired: number;
  readonly endpointsWoken: number;
  readonly deadLettersPublished: number;
  readonly cancelled: number;
  /** A page was full: there is more to do at once. */
  readonly more: boolean;
}

/**
 * A step that fails keeps none of the others from its turn.
 * @throws what the first step that failed has thrown: Postgres or Kafka is in trouble, and the next round does what this
 *   one did not
 */
export async function sweep(deps: SweepDeps): Promise<SweepReport> {
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
      // At once: the scan does not find them before they have been overdue for a while.
      await wake(deps, expired);
      return expired.length;
    }),
  );
  const waiting = await unlessItFails({ woken: 0, deleted: [] }, scanWaiting(deps));
  const letters = await unlessItFails(
    NONE,
    inPages(() => publishDead(deps)),
  );
  const cancels = await unlessItFails(
    NONE,
    inPages(() => cancelDeleted(pool, waiting.deleted, PAGE)),
  );
  if (problems.length > 0) throw problems[0];
  return {
    leasesExpired: leases.count,
    endpointsWoken: waiting.woken,
    deadLettersPublished: letters.count,
    cancelled: cancels.count,
    more: leases.more || letters.more || cancels.more,
  };
}

const NONE = { count: 0, more: false };

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

async function scanWaiting(deps: SweepDeps): Promise<{ woken: number; deleted: string[] }> {
  const { pool, backoff, overdueMs } = deps;
  let woken = 0;
  const deleted: string[] = [];
  let after: string | undefined = FIRST_PAGE;
  backoff.beginRound();
  while (after !== undefined) {
    const page = await scanWaitingEndpoints(pool, { after, size: PAGE, overdueMs });
    const due = page.overdue.filter(({ endpointId }) => backoff.mayWake(endpointId));
    await wake(deps, due);
    woken += due.length;
    deleted.push(...page.deleted);
    after = page.after;
  }
  backoff.endRound();
  return { woken, deleted };
}

/** One wake-up for each endpoint, however often it is named. */
async function wake(
  { publisher, codec, names }: SweepDeps,
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
    }),
  );
  if (records.length > 0) await publisher.publishAll(records);
}

async function publishDead({ pool, publisher, codec, names, overdueMs }: SweepDeps): Promise<number> {
  const dead = await findUnpublishedDead(pool, overdueMs, PAGE);
  if (dead.length === 0) return 0;
  const dlq = { topic: names.deliveriesDlq, partitions: publisher.partitionsOf(names.deliveriesDlq) };
  await publisher.publishAll(
    dead.map(({ id, day, version, endpointId, organizationId, reason }) => {
      const delivery = { id, day, version };
      const value = codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery });
      return deliveryDeadLetter(dlq, endpointId, value, reason);
    }),
  );
  // After the acknowledgement: a crash before this line publishes them once more.
  await markDeadLettered(pool, dead);
  return dead.length;
}
