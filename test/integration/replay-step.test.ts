// The steps of a replay, on a real Postgres: which deliveries it takes, each once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { countReplayed } from '@hopline/postgres/replays/count-replayed';
import type { Selection } from '@hopline/postgres/replays/replay';
import { testEventId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import { addReplay, answerAll, readReplay, workOff } from '../support/replays.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { at, micros, prepare } from './replay-fixture.ts';

test('each selection takes what it says, over days', async (t) => {
  const cases: [Selection, number[]][] = [
    ['failed', [1, 3]],
    ['missing', [5, 6]],
    ['all', [0, 1, 3, 5, 6]],
  ];
  for (const [selection, expected] of cases) {
    const { pool, organizationId, endpoint, store } = await prepare(t);
    const endpointId = await endpoint(['order.*']);
    const ids = await store(endpointId, [
      { at: at(2, 1), state: 'succeeded' },
      { at: at(2, 2), state: 'dead' },
      { at: at(2, 3), type: 'invoice.paid' },
      { at: at(3, 1), state: 'cancelled', type: 'invoice.paid' },
      { at: at(3, 2), state: 'sending' },
      { at: at(3, 3) },
      { at: at(4, 1), type: 'order.paid' },
    ]);
    const id = await addReplay(pool, { organizationId, endpointId, selection });
    const attempted = await workOff(pool);
    assert.deepEqual(attempted.toSorted(), expected.map((i) => ids[i]).toSorted(), selection);
    const replay = await readReplay(pool, organizationId, id);
    const [part] = replay.parts;
    assert.deepEqual([replay.state, part?.outcome, replay.parts.length], ['finished', 'finished', 1]);
    assert.equal((part?.replayed ?? 0) + (part?.made ?? 0), expected.length);
    assert.deepEqual([...(await countReplayed(pool, replay))], [['succeeded', expected.length]]);
  }
});

test('a delivery begins its ladder anew, keeps its number of attempts, and is not forgotten to have succeeded', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const endpointId = await endpoint();
  const [dead, succeeded] = await store(endpointId, [
    { at: at(2, 1), state: 'dead' },
    { at: at(2, 2), state: 'succeeded' },
  ]);
  const id = await addReplay(pool, { organizationId, endpointId, selection: 'all' });
  await until('both are taken', async () => {
    await step();
    const { rows } = await pool.query("select 1 from deliveries where state = 'pending'");
    return rows.length === 2;
  });
  const { rows } = await pool.query(
    `select id, version, attempts, ladder_step, reason, ended_at, dlq_at, replay_id, succeeded_at is not null as succeeded,
            next_attempt_at <= now() as due, replayed_at <= now() as replayed
       from deliveries order by created_at`,
  );
  const begun = {
    version: 2,
    attempts: 5,
    ladder_step: 0,
    reason: null,
    ended_at: null,
    dlq_at: null,
    replay_id: id,
  };
  assert.deepEqual(rows, [
    { id: dead, ...begun, succeeded: false, due: true, replayed: true },
    { id: succeeded, ...begun, succeeded: true, due: true, replayed: true },
  ]);
});

test('the time is that of acceptance, its end left out, to the microsecond', async (t) => {
  for (const selection of ['failed', 'all'] as const) {
    const { pool, organizationId, endpoint, store } = await prepare(t);
    const endpointId = await endpoint();
    const ids = await store(
      endpointId,
      [
        '2026-01-02T11:59:59.999999Z',
        '2026-01-02T12:00:00Z',
        '2026-01-03T11:59:59.999999Z',
        '2026-01-03T12:00:00Z',
      ].map((moment) => ({ at: moment, state: 'dead' as const })),
    );
    const time = { fromMicros: micros(at(2, 0)), toMicros: micros(at(3, 0)) };
    await addReplay(pool, { organizationId, endpointId, selection, ...time });
    assert.deepEqual(await workOff(pool), [ids[1], ids[2]], selection);
  }
});

test('all endpoints of an organization are replayed, and nothing of another', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const [a, b] = [await endpoint(), await endpoint()];
  const mine = [
    ...(await store(a, [{ at: at(2, 1), state: 'dead' }])),
    ...(await store(b, [{ at: at(2, 2), state: 'dead' }])),
  ];
  const other = await insertOrganization(pool);
  const { id: theirs } = await insertEndpoint(pool, other);
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, ended_at)
     select day, $1, event_id, $2, $3, 'dead', ended_at from deliveries limit 1`,
    [uuidV7(), theirs, other],
  );
  const id = await addReplay(pool, { organizationId });
  assert.deepEqual((await workOff(pool)).toSorted(), mine.toSorted());
  assert.equal((await readReplay(pool, organizationId, id)).parts.length, 2);
});

test('what somebody retried by hand since is left alone, and so is what failed since', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const endpointId = await endpoint();
  const [first, second, third] = await store(
    endpointId,
    [1, 2, 3].map((second) => ({ at: at(2, second), state: 'dead' as const })),
  );
  await addReplay(pool, { organizationId, endpointId });
  assert.equal((await retryDelivery(pool, organizationId, second ?? '')).kind, 'pending');
  await answerAll(pool);
  await pool.query('update deliveries set ended_at = now() where id = $1', [third]);
  assert.deepEqual(await workOff(pool), [first]);
});

test('what an endpoint never had is matched as when it was stored: by conditions too, and neither tests nor events about deliveries', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const endpointId = await endpoint(['order.*', 'endpoint.*']);
  const filters = [{ pointer: '/total', op: 'gte', value: 100 }];
  await pool.query('update endpoints set filters = $2 where id = $1', [endpointId, JSON.stringify(filters)]);
  const large = '{"total":100}';
  const ids = await store(endpointId, [
    { at: at(2, 1), payload: large },
    { at: at(2, 2), payload: '{"total":99}' },
    { at: at(2, 3), type: 'invoice.paid', payload: large },
    { at: at(2, 4), type: 'endpoint.test', id: testEventId(), orderingKey: endpointId, payload: large },
    { at: at(2, 5), type: 'endpoint.disabled', partition: -1, payload: large },
    // What a client calls so is an event like any other.
    { at: at(3, 1), type: 'endpoint.disabled', payload: large },
    { at: at(3, 2), type: 'endpoint.test', orderingKey: endpointId, payload: large },
    { at: at(3, 3), payload: '{"total":1}', state: 'succeeded' },
  ]);
  await addReplay(pool, { organizationId, endpointId, selection: 'all' });
  assert.deepEqual((await workOff(pool)).toSorted(), [ids[0], ids[5], ids[6], ids[7]].toSorted());
  const { parts } = await readReplay(
    pool,
    organizationId,
    (await pool.query('select id from replays')).rows[0].id,
  );
  assert.deepEqual([parts[0]?.made, parts[0]?.replayed, parts[0]?.lookedAt], [3, 1, 8]);
});

test('a step reads bodies of a few megabytes, and the next one goes on behind them', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const endpointId = await endpoint();
  const filters = [{ pointer: '/wanted', op: 'eq', value: true }];
  await pool.query('update endpoints set filters = $2 where id = $1', [endpointId, JSON.stringify(filters)]);
  const large = (wanted: boolean) => `{"wanted":${wanted},"text":"${'x'.repeat(3_000_000)}"}`;
  const ids = await store(endpointId, [
    ...[false, true, false, true].map((wanted, i) => ({ at: at(2, i), payload: large(wanted) })),
    { at: at(2, 5), payload: '{"wanted":true}' },
  ]);
  await addReplay(pool, { organizationId, endpointId, selection: 'missing' });
  const looks: number[] = [];
  await until('all were looked at', async () => {
    const report = await step();
    if (report && report.lookedAt > 0) looks.push(report.lookedAt);
    await answerAll(pool);
    return looks.reduce((sum, look) => sum + look, 0) === 5;
  });
  assert.deepEqual(looks, [1, 1, 1, 2]);
  const { rows } = await pool.query<{ id: string }>('select id from deliveries');
  assert.deepEqual(rows.map(({ id }) => id).toSorted(), [ids[1], ids[3], ids[4]].toSorted());
});

test('two steps at once take different deliveries', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const [a, b] = [await endpoint(), await endpoint()];
  const failed = Array.from({ length: 30 }, (_, i) => ({ at: at(2, i), state: 'dead' as const }));
  const ids = [...(await store(a, failed)), ...(await store(b, failed))];
  for (const endpointId of [a, b]) await addReplay(pool, { organizationId, endpointId });
  const attempted: string[] = [];
  await until('both are through', async () => {
    await Promise.all([step(), step(), step()]);
    attempted.push(...(await answerAll(pool)));
    return attempted.length >= ids.length;
  });
  assert.deepEqual(attempted.toSorted(), ids.toSorted());
});

test('what is about to be dropped by retention is not begun again, and a day that is gone is passed over', async (t) => {
  const { pool, organizationId, endpoint, store, step } = await prepare(t);
  const endpointId = await endpoint();
  const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000).toISOString();
  const [, kept] = await store(endpointId, [
    { at: hours(9 * 24 - 1), state: 'dead' },
    { at: hours(9 * 24 - 3), state: 'dead' },
  ]);
  await addReplay(pool, { organizationId, endpointId, selection: 'all' });
  assert.deepEqual(await workOff(pool, 9 * 86_400_000), [kept]);

  await store(endpointId, [{ at: at(2, 1), state: 'dead' }]);
  const [later] = await store(endpointId, [{ at: at(3, 1), state: 'dead' }]);
  const time = { fromMicros: micros(at(2, 0)), toMicros: micros(at(4, 0)) };
  await addReplay(pool, { organizationId, endpointId, selection: 'all', ...time });
  await until('it has begun', async () => (await step())?.chosen === 1);
  await pool.query('drop table deliveries_20260102, events_20260102, attempts_20260102');
  assert.deepEqual(await workOff(pool), [later]);
});
