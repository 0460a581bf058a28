// One round of the sweeper: finds what a crash between two steps left behind. Short transactions; what must be published
// is published after the commit. Publishing too much is harmless, since a wake-up is only a hint.
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { markDeadLettered } from '@hopline/postgres/deliveries/mark-dead-lettered';
import type { Pool } from '@hopline/postgres/pool';
import { cancelDeleted } from '@hopline/postgres/sweeper/cancel-deleted';
import { type EndpointRef, expireLeases } from '@hopline/postgres/sweeper/expire-leases';
import { FIRST_PAGE, findOverdueEndpoints } from '@hopline/postgres/sweeper/find-overdue-endpoints';
import { findUnpublishedDead } from '@hopline/postgres/sweeper/find-unpublished-dead';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { deliveryDeadLetter } from '@hopline/wire/dead-letter';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import type { WakeBackoff } from './wake-backoff.ts';

const PAGE = 500;

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

/** @throws when Postgres or Kafka is in trouble; the next round does what this one did not */
export async function sweep(deps: SweepDeps): Promise<SweepReport> {
  const expired = await expireLeases(deps.pool, PAGE);
  // At once: nobody else will see to these.
  await wake(deps, expired);
  const endpointsWoken = await wakeOverdue(deps);
  const deadLettersPublished = await publishDead(deps);
  const cancelled = await cancelDeleted(deps.pool, PAGE);
  const more = [expired.length, deadLettersPublished, cancelled].some((count) => count === PAGE);
  return { leasesExpired: expired.length, endpointsWoken, deadLettersPublished, cancelled, more };
}

async function wakeOverdue(deps: SweepDeps): Promise<number> {
  const { pool, backoff, overdueMs } = deps;
  let woken = 0;
  let after: string | undefined = FIRST_PAGE;
  backoff.beginRound();
  while (after !== undefined) {
    const page = await findOverdueEndpoints(pool, { after, size: PAGE, overdueMs });
    const due = page.overdue.filter(({ endpointId }) => backoff.mayWake(endpointId));
    await wake(deps, due);
    woken += due.length;
    after = page.after;
  }
  backoff.endRound();
  return woken;
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
