// What a replay makes of ordered endpoints, and what it waits for, by its statements.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { makeMissing } from '@hopline/postgres/replays/make-pending';
import { readRoom } from '@hopline/postgres/replays/read-room';
import { inTransaction } from '@hopline/postgres/transaction';
import { deliveryId } from '@hopline/wire/ids';
import { createDatabase } from '../support/database.ts';
import { addOrganization, DAY } from '../support/deliveries.ts';
import { addInOrder, addOrderedEndpoint } from '../support/in-order.ts';

const { pool } = await createDatabase({ after });
const organizationId = await addOrganization(pool);
const endpoint = (given: { skipAfter?: number | null; paused?: boolean } = {}) =>
  addOrderedEndpoint(pool, { organizationId, ...given });

test('what a replay makes has its place in the order', async () => {
  const one = await endpoint();
  await addInOrder(pool, await endpoint(), [
    { key: 'a', offset: 1 },
    { key: 'a', offset: 2 },
    { key: 'a', offset: 3 },
  ]);
  const events = await pool.query<{ id: string }>(
    'select id from events order by stored_at desc, id limit 3',
  );
  const [keyed = '', unkeyed = '', operational = ''] = events.rows.map(({ id }) => id);
  await pool.query(
    `update events set topic_partition = case when id = $1 then -1 else 4 end, topic_offset = 44,
                       ordering_key = case when id = $2 then 'x' end
      where id in ($1, $2, $3)`,
    [operational, keyed, unkeyed],
  );
  const missing = [keyed, unkeyed, operational].map((eventId) => ({
    id: deliveryId(eventId, one.id),
    eventId,
  }));
  const replay = { id: '11111111-1111-4111-8111-111111111111', endpointId: one.id };
  assert.equal(await inTransaction(pool, (client) => makeMissing(client, DAY, missing, replay)), 3);
  const { rows } = await pool.query<{ order_key: string; topic_partition: number; topic_offset: bigint }>(
    'select order_key, topic_partition, topic_offset from deliveries where endpoint_id = $1 order by order_key',
    [one.id],
  );
  assert.deepEqual(
    rows.map((row) => [row.order_key, row.topic_partition, Number(row.topic_offset)]),
    [
      [`e${operational}`, -1, 44],
      ['kx', 4, 44],
      ['o', 4, 44],
    ],
  );
});

test('a replay does not stand aside for what waits behind a key that is held', async () => {
  const one = await endpoint();
  const [dead] = await addInOrder(pool, one, [
    { key: 'a', offset: 1, state: 'dead' },
    { key: 'a', offset: 2, dueInMs: -60_000 },
    { key: 'b', offset: 3, dueInMs: 60_000 },
    { key: 'b', offset: 4, dueInMs: -60_000 },
  ]);
  const replayId = '22222222-2222-4222-8222-222222222222';
  await pool.query(
    `insert into replays (id, organization_id, selection, from_at, to_at, rate) values ($1, $2, 'all', now(), now(), 9)`,
    [replayId, organizationId],
  );
  await pool.query('update deliveries set replay_id = $1 where endpoint_id = $2 and topic_offset = 4', [
    replayId,
    one.id,
  ]);
  const room = () =>
    inTransaction(pool, (client) =>
      readRoom(client, { organizationId, endpointId: one.id, ordered: true }, { underWay: 5, pending: 10 }),
    );
  assert.deepEqual(await room(), { due: 0, sending: 0, pending: 1, isBehind: false });
  await pool.query(`update deliveries set replay_id = $1, state = 'pending', ended_at = null where id = $2`, [
    replayId,
    dead?.id,
  ]);
  assert.deepEqual(await room(), { due: 1, sending: 0, pending: 2, isBehind: false });
});
