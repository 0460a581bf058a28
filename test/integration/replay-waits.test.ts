// The steps of a replay, on a real Postgres: when it waits, and for whom.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeReplay } from '@hopline/postgres/replays/change-replay';
import { addReplay, answerAll, readReplay, workOff } from '../support/replays.ts';
import { insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { at, prepare } from './replay-fixture.ts';

test('a paused replay takes nothing; resumed it goes on where it was; cancelled it is over', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const endpointId = await endpoint();
  const ids = await store(
    endpointId,
    Array.from({ length: 12 }, (_, i) => ({ at: at(2, i), state: 'dead' as const })),
  );
  const id = await addReplay(pool, { organizationId, endpointId });
  const before = await until('some are taken', async () => {
    await step();
    const answered = await answerAll(pool);
    return answered.length > 0 && answered;
  });
  const change = (what: 'pause' | 'resume' | 'cancel') => changeReplay(pool, organizationId, id, what);
  assert.deepEqual(await change('pause'), { state: 'paused', done: true });
  assert.deepEqual(await change('pause'), { state: 'paused', done: true });
  assert.equal(await step(), undefined);
  assert.deepEqual(await change('resume'), { state: 'running', done: true });
  const rest = await workOff(pool);
  assert.deepEqual([...before, ...rest].toSorted(), ids.toSorted());
  assert.deepEqual(await change('pause'), { state: 'finished', done: false });

  const again = await addReplay(pool, { organizationId, endpointId, selection: 'all' });
  assert.deepEqual(await changeReplay(pool, organizationId, again, 'cancel'), {
    state: 'cancelled',
    done: true,
  });
  assert.equal(await step(), undefined);
  assert.deepEqual(await changeReplay(pool, organizationId, again, 'resume'), {
    state: 'cancelled',
    done: false,
  });
  assert.equal(await changeReplay(pool, await insertOrganization(pool), id, 'cancel'), undefined);
});

test('an endpoint that is paused, overdue or busy holds its own part, and no other', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const [paused, behind, busy, free] = [
    await endpoint(),
    await endpoint(),
    await endpoint(),
    await endpoint(),
  ];
  const failed = [1, 2, 3].map((second) => ({ at: at(2, second), state: 'dead' as const }));
  for (const one of [paused, behind, busy]) await store(one, failed);
  const ids = await store(free, failed);
  await pool.query('update endpoints set paused = true where id = $1', [paused]);
  const [overdue] = await store(behind, [{ at: at(3, 1), state: 'pending' }]);
  await pool.query("update deliveries set next_attempt_at = now() - interval '3 seconds' where id = $1", [
    overdue,
  ]);
  const id = await addReplay(pool, { organizationId });
  const answered: string[] = [];
  await until('the free one is through', async () => {
    await step();
    const { rows } = await pool.query<{ id: string }>(
      `update deliveries set state = 'succeeded', version = version + 1, ended_at = now()
        where state = 'pending' and endpoint_id = $1 returning id`,
      [free],
    );
    answered.push(...rows.map((row) => row.id));
    return answered.length === 3;
  });
  assert.deepEqual(answered.toSorted(), ids.toSorted());
  const waitsFor = async () => {
    const { parts } = await readReplay(pool, organizationId, id);
    return Object.fromEntries(parts.map((part) => [part.endpointId, [part.waitsFor, part.replayed]]));
  };
  await until('all others have had their turn', async () => {
    await step();
    const found = await waitsFor();
    return (
      found[busy]?.[0] === 'under_way' && found[paused]?.[0] === 'paused' && found[behind]?.[0] === 'behind'
    );
  });
  const found = await waitsFor();
  // The first burst to an endpoint that nothing is known of.
  assert.deepEqual(found[busy], ['under_way', 2]);
  assert.deepEqual([found[paused]?.[1], found[behind]?.[1], found[free]?.[1]], [0, 0, 3]);

  await pool.query('update endpoints set paused = false where id = $1', [paused]);
  await pool.query('update endpoints set deleted_at = now() where id = $1', [behind]);
  await workOff(pool);
  const { parts, state } = await readReplay(pool, organizationId, id);
  assert.equal(state, 'finished');
  for (const part of parts) {
    const gone = part.endpointId === behind;
    assert.deepEqual([part.outcome, part.replayed], gone ? ['endpoint_deleted', 0] : ['finished', 3]);
  }
});

test('a disabled endpoint, and one that is left alone for a while, hold their own parts', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const [disabled, held, paused] = [await endpoint(), await endpoint(), await endpoint()];
  for (const one of [disabled, held, paused]) await store(one, [{ at: at(2, 1), state: 'dead' }]);
  const set = (columns: string, id: string) =>
    pool.query(`update endpoints set ${columns} where id = $1`, [id]);
  await set("disabled_at = now(), disabled_reason = 'gone'", disabled);
  await set("not_before = now() + interval '1 hour', breaker = 'open'", held);
  await set("disabled_at = now(), disabled_reason = 'gone', paused = true", paused);
  const id = await addReplay(pool, { organizationId });
  const waitsFor = async () => {
    const { parts } = await readReplay(pool, organizationId, id);
    return Object.fromEntries(parts.map((part) => [part.endpointId, part.waitsFor]));
  };
  await until('all have had their turn', async () => {
    await step();
    return Object.values(await waitsFor()).every((reason) => reason !== null);
  });
  assert.deepEqual(await waitsFor(), { [disabled]: 'disabled', [held]: 'held', [paused]: 'paused' });
  const { rows } = await pool.query("select 1 from deliveries where state <> 'dead'");
  assert.deepEqual(rows, []);
  await set('disabled_at = null', disabled);
  await set("not_before = now() - interval '1 second'", held);
  await set('disabled_at = null, paused = false', paused);
  assert.equal((await workOff(pool)).length, 3);
});

test('nothing is taken while a transaction of before the job could still show something', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const endpointId = await endpoint();
  const [id] = await store(endpointId, [{ at: at(2, 1), state: 'dead' }]);
  const old = await pool.connect();
  try {
    await old.query('begin');
    await old.query('select pg_current_xact_id()');
    await addReplay(pool, { organizationId, endpointId });
    const first = await until('its first turn', step);
    assert.deepEqual([first.waitsFor, first.chosen], ['transactions', 0]);
    await old.query('commit');
  } finally {
    old.release();
  }
  assert.deepEqual(await workOff(pool), [id]);
});
