// Keys that are held by what is dead are let go, as the api does it: by a retry, or a cancellation.
import { cancelDelivery } from '@hopline/postgres/deliveries/cancel-delivery';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { deliveryId } from '@hopline/wire/ids';
import { partitionFor } from '@hopline/wire/partitioner';
import { createWakeUpCodec, type DeliveryHint } from '@hopline/wire/wake-up';
import { until } from '../../../support/until.ts';
import type { OrderedEndpoint, OrderedStage } from './open-ordered.ts';
import { HELD_KEY, type HeldHead } from './ordered-load.ts';

const LIMIT_MS = 240_000;
const codec = createWakeUpCodec();

/** Waits until nothing is open but what is held; what has died by chance and holds a key is retried. */
export async function drained(stage: OrderedStage, expected: number): Promise<number> {
  const { fixture, endpoints } = stage;
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  let letGo = 0;
  await until(
    'all that nothing holds is over',
    async () => {
      const { rows } = await fixture.database.pool.query<{
        id: string;
        endpoint_id: string;
        state: string;
        n: number;
      }>(
        `select id, endpoint_id, state::text as state, count(*) over ()::int as n from deliveries
          where state in ('pending', 'sending', 'dead') and order_key <> $1`,
        [HELD_KEY],
      );
      const dead = rows.filter(
        ({ state, endpoint_id: id }) => state === 'dead' && byId.get(id)?.skipAfter === null,
      );
      for (const { id, endpoint_id: endpointId } of dead) {
        letGo += 1;
        await letGoOf(stage, byId.get(endpointId) as OrderedEndpoint, id, 'retry');
      }
      const stored = await fixture.database.pool.query('select count(*)::int as n from deliveries');
      const open = rows.filter(({ state }) => state !== 'dead').length + dead.length;
      return open === 0 && stored.rows[0].n >= expected;
    },
    LIMIT_MS,
  );
  return letGo;
}

/** As the api does it. */
async function letGoOf(
  { fixture }: OrderedStage,
  { id: endpointId, organizationId }: OrderedEndpoint,
  id: string,
  how: 'retry' | 'cancel',
): Promise<void> {
  const { pool } = fixture.database;
  let delivery: DeliveryHint | null = null;
  if (how === 'retry') {
    const retried = await retryDelivery(pool, organizationId, id);
    if (retried.kind !== 'pending') throw new Error(`a dead delivery was not retried: ${retried.kind}`);
    delivery = { id, day: retried.day, version: retried.version };
  } else {
    const { kind } = await cancelDelivery(pool, organizationId, id);
    if (kind !== 'cancelled') throw new Error(`a dead delivery was not cancelled: ${kind}`);
  }
  const topic = fixture.kafka.topics.deliveries;
  const { publisher } = fixture.producer;
  const partition = partitionFor(endpointId, publisher.partitionsOf(topic));
  const value = codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery });
  await publisher.publish({
    ...{ topic, partition, key: endpointId, value, headers: {} },
  });
}

/** What is held has waited all the time, and goes on in order once the dead one is retried or cancelled. */
export async function release(
  stage: OrderedStage,
  heads: readonly HeldHead[],
  behind: number,
): Promise<string[]> {
  const { receiver, fixture } = stage;
  const { pool } = fixture.database;
  const areDead = async () => {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from deliveries where order_key = $1 and state = 'dead'`,
      [HELD_KEY],
    );
    return (rows[0]?.n ?? 0) >= heads.length;
  };
  await until('the first of each key that is held is dead', areDead, LIMIT_MS);
  const held = await pool.query<{ event_id: string; state: string }>(
    'select event_id, state::text as state from deliveries where order_key = $1',
    [HELD_KEY],
  );
  const first = new Set(heads.map(({ event }) => event.id));
  const problems: string[] = [];
  const posted = new Set(receiver.posts.map(({ webhookId }) => webhookId));
  for (const { event_id: id, state } of held.rows) {
    if (state !== (first.has(id) ? 'dead' : 'pending'))
      problems.push(`of a key that is held one is ${state}`);
    if (posted.has(id) !== first.has(id))
      problems.push('of a key that is held, another than the first was posted');
  }
  for (const [i, { endpoint, event }] of heads.entries()) {
    receiver.refused.delete(event.id);
    const how = i % 2 === 0 ? 'retry' : 'cancel';
    await letGoOf(stage, endpoint, deliveryId(event.id, endpoint.id), how);
  }
  const isOver = async () => {
    await letGoOfDead(stage);
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from deliveries where order_key = $1 and state = 'succeeded'`,
      [HELD_KEY],
    );
    // Those of the cancelled ones all but the first.
    return (rows[0]?.n ?? 0) >= heads.length * behind + Math.ceil(heads.length / 2);
  };
  await until('what was held is over', isOver, LIMIT_MS);
  return problems;
}

async function letGoOfDead(stage: OrderedStage): Promise<void> {
  const { rows } = await stage.fixture.database.pool.query<{ id: string; endpoint_id: string }>(
    `select id, endpoint_id from deliveries where order_key = $1 and state = 'dead'`,
    [HELD_KEY],
  );
  for (const { id, endpoint_id: endpointId } of rows) {
    const endpoint = stage.endpoints.find((one) => one.id === endpointId);
    if (endpoint) await letGoOf(stage, endpoint, id, 'retry');
  }
}
