// What an owner of endpoints reads, by itself: which of them have something due, and a page of each.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  type DueEndpoint,
  type DueEndpointsPage,
  findDueEndpoints,
} from '@hopline/postgres/deliveries/find-due-endpoints';
import { readDueDeliveries } from '@hopline/postgres/deliveries/read-due-deliveries';
import { FIRST_PAGE } from '@hopline/postgres/deliveries/waiting-endpoints-page';
import { keyHash } from '@hopline/wire/partitioner';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  type TestDelivery,
  type TestEndpoint,
} from '../support/deliveries.ts';

const { pool } = await createDatabase({ after });
const organizationId = await addOrganization(pool);

const endpoint = (given: { paused?: boolean } = {}): Promise<TestEndpoint> =>
  addEndpoint(pool, { organizationId, url: 'https://example.com/hook', ...given });

const one = async (to: TestEndpoint, given: { dueInMs?: number } = {}): Promise<TestDelivery> => {
  const [delivery] = await addDeliveries(pool, to, 1, given);
  return delivery as TestDelivery;
};

async function hold(id: string, forMs: number): Promise<void> {
  await pool.query(`update endpoints set not_before = now() + $2 * interval '1 millisecond' where id = $1`, [
    id,
    forMs,
  ]);
}

async function findAllDue(partitions: number[], size: number): Promise<DueEndpoint[]> {
  const found: DueEndpoint[] = [];
  let after: string | undefined = FIRST_PAGE;
  while (after !== undefined) {
    const page: DueEndpointsPage = await findDueEndpoints(
      pool,
      { partitions, partitionCount: 7 },
      { after, size, withinMs: 5000 },
    );
    found.push(...page.due);
    after = page.after;
  }
  return found;
}
test('a page holds the longest due first, what is due soon, and nothing of a paused endpoint', async () => {
  const busy = await endpoint();
  const paused = await endpoint({ paused: true });
  const later = await one(busy, { dueInMs: 60_000 });
  const soon = await one(busy, { dueInMs: 3000 });
  const overdue = await one(busy, { dueInMs: -5000 });
  const due = await one(busy);
  await addDeliveries(pool, paused, 2);

  const options = { withinMs: 5000, pageSize: 500 };
  const pages = await readDueDeliveries(pool, [busy.id, paused.id], options);
  const page = pages.find(({ endpointId }) => endpointId === busy.id);
  assert.deepEqual(
    page?.deliveries.map(({ id }) => id),
    [overdue.id, due.id, soon.id],
  );
  assert.ok((page?.deliveries.at(-1)?.dueInMs ?? 0) > 0);
  assert.equal(later.version, 1);
  const held = pages.find(({ endpointId }) => endpointId === paused.id);
  const rest = { paused: true, ordered: false, healthEpoch: 0, heldForMs: null, deliveries: [] };
  const pausedPage = { endpointId: paused.id, ...rest };
  assert.deepEqual(held, pausedPage);

  const [small] = await readDueDeliveries(pool, [busy.id], { withinMs: 0, pageSize: 1 });
  assert.equal(small?.deliveries.length, 1);
});

test('a page says for how long its endpoint is held, unless it is deleted or disabled', async () => {
  const [held, over, deleted, disabled] = [
    await endpoint(),
    await endpoint(),
    await endpoint(),
    await endpoint(),
  ];
  for (const { id } of [held, deleted, disabled]) await hold(id, 60_000);
  await hold(over.id, -1000);
  await pool.query('update endpoints set deleted_at = now() where id = $1', [deleted.id]);
  await pool.query(`update endpoints set disabled_at = now(), disabled_reason = 'gone' where id = $1`, [
    disabled.id,
  ]);
  const ids = [held, over, deleted, disabled].map(({ id }) => id);
  const pages = await readDueDeliveries(pool, ids, { withinMs: 0, pageSize: 1 });
  const of = ({ id }: { id: string }) =>
    pages.find(({ endpointId }) => endpointId === id)?.heldForMs ?? undefined;
  assert.ok((of(held) ?? 0) > 0 && (of(held) ?? 0) <= 60_000);
  assert.ok((of(over) ?? 0) < 0);
  assert.deepEqual([of(deleted), of(disabled)], [undefined, undefined]);
});

test('a new owner finds the endpoints of its partitions that have something due, or whose hold something waits for', async () => {
  const withDue = await endpoint();
  const without = await endpoint();
  const paused = await endpoint({ paused: true });
  const held = await endpoint();
  const [idle, wasHeld] = [await endpoint(), await endpoint()];
  await hold(held.id, 3_600_000);
  await hold(idle.id, 3_600_000);
  await hold(wasHeld.id, -1000);
  await one(held, { dueInMs: 3_600_000 });
  await one(wasHeld, { dueInMs: 3_600_000 });
  await one(withDue);
  await one(without, { dueInMs: 60_000 });
  await one(paused);
  const all = [withDue, without, paused, held, idle, wasHeld].map(({ id }) => id);
  const found = await findAllDue(
    all.map((id) => keyHash(id) % 7),
    500,
  );
  assert.deepEqual(
    found.filter(({ id }) => all.includes(id)),
    [withDue.id, held.id].sort().map((id) => ({ id, organizationId, partition: keyHash(id) % 7 })),
  );
  const others = [0, 1, 2, 3, 4, 5, 6].filter((partition) => partition !== keyHash(withDue.id) % 7);
  const elsewhere = await findAllDue(others, 500);
  assert.ok(!elsewhere.some(({ id }) => id === withDue.id));
});

test('a new owner finds the same endpoints in small pages, each of them once', async () => {
  const partitions = new Set<number>();
  for (let i = 0; i < 7; i += 1) {
    const made = await endpoint({ paused: i % 2 === 1 });
    await one(made);
    partitions.add(keyHash(made.id) % 7);
  }
  const all = await findAllDue([...partitions], 500);
  assert.ok(all.length > 1);
  for (const size of [1, 2, 3]) assert.deepEqual(await findAllDue([...partitions], size), all);
});
