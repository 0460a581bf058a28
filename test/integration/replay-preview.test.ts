// What a dry run of a replay says, and what the replay then does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from '@hopline/postgres/pool';
import { changeReplay } from '@hopline/postgres/replays/change-replay';
import { previewReplay } from '@hopline/postgres/replays/preview-replay';
import type { Selection } from '@hopline/postgres/replays/replay';
import { testEventId } from '@hopline/wire/ids';
import { addReplay, readReplay, workOff } from '../support/replays.ts';
import { insertEndpoint } from '../support/tenants.ts';
import { until } from '../support/until.ts';
import { call, createTenant, startApi } from './api-fixture.ts';
import { at, micros, prepare } from './replay-fixture.ts';

/** Whatever there is, and however long the machine takes for it. */
const EVERYTHING = { deliveries: 1_000_000, ms: 60_000 };

test('a dry run counts what the replay then takes, of one endpoint and of all, also of a part of a day', async (t) => {
  for (const selection of ['failed', 'missing', 'all'] as const satisfies readonly Selection[]) {
    for (const ofAll of [true, false]) {
      const { pool, organizationId, endpoint, store } = await prepare(t);
      const endpointId = await endpoint(['order.*', 'endpoint.*']);
      await store(endpointId, [
        { at: at(2, 1), state: 'succeeded' },
        { at: at(2, 2), state: 'dead' },
        { at: at(2, 3), type: 'invoice.paid' },
        { at: at(2, 4) },
        { at: at(3, 1), state: 'cancelled', type: 'invoice.paid' },
        { at: at(3, 2), state: 'sending' },
        { at: at(3, 3) },
        { at: at(3, 4), type: 'endpoint.test', id: testEventId() },
        { at: at(3, 5), type: 'endpoint.test' },
        { at: at(3, 6), type: 'endpoint.recovered', partition: -1 },
        { at: at(4, 1), type: 'order.paid' },
        { at: at(4, 2), state: 'dead' },
      ]);
      // Of another endpoint, and of one that is gone.
      const second = await endpoint(['*']);
      await store(second, [{ at: at(3, 7), state: 'dead' }]);
      const gone = await endpoint(['*']);
      await store(gone, [{ at: at(3, 8), state: 'dead' }]);
      await pool.query('update endpoints set deleted_at = now() where id = $1', [gone]);

      const asked = {
        ...{ organizationId, selection, endpointId: ofAll ? undefined : endpointId },
        ...{ fromMicros: micros(at(2, 2)), toMicros: micros(at(4, 2)) },
      };
      const said = await previewReplay(pool, asked, EVERYTHING);
      const id = await addReplay(pool, asked);
      const attempted = await workOff(pool);
      const { parts } = await readReplay(pool, organizationId, id);
      const sum = (name: 'replayed' | 'made') => parts.reduce((total, part) => total + part[name], 0);
      assert.deepEqual(
        { replayed: said?.replayed, made: said?.made, undecided: said?.undecided, atLeast: said?.atLeast },
        { replayed: sum('replayed'), made: sum('made'), undecided: 0, atLeast: false },
        `${selection}, of ${ofAll ? 'all' : 'one'}`,
      );
      assert.equal(attempted.length, sum('replayed') + sum('made'));
      assert.ok(attempted.length >= 2, `${selection} has taken ${attempted.length}`);
    }
  }
});

test('of some types, or of what is only dead, it counts and takes these and no others', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const endpointId = await endpoint();
  const given = (state: 'dead' | 'cancelled' | undefined, type: string, second: number) => ({
    ...{ at: at(2, second), type },
    ...(state === undefined ? {} : { state }),
  });
  const [deadPaid, , cancelledPaid, , missingPaid] = await store(endpointId, [
    ...[given('dead', 'order.paid', 1), given('dead', 'user.created', 2)],
    ...[given('cancelled', 'order.paid', 3), given('cancelled', 'user.created', 4)],
    ...[given(undefined, 'order.paid', 5), given(undefined, 'user.created', 6)],
  ]);
  const range = { organizationId, endpointId, fromMicros: micros(at(2, 0)), toMicros: undefined };
  for (const [asked, takes] of [
    [{ selection: 'failed', eventTypes: ['order.*'], states: ['dead'] }, [deadPaid]],
    [{ selection: 'failed', eventTypes: ['order.paid'] }, [cancelledPaid]],
    [{ selection: 'missing', eventTypes: ['order.*', 'none.such'] }, [missingPaid]],
  ] as const) {
    const said = await previewReplay(pool, { ...range, ...asked }, EVERYTHING);
    assert.equal((said?.replayed ?? 0) + (said?.made ?? 0), 1, JSON.stringify(asked));
    const id = await addReplay(pool, { ...range, ...asked });
    assert.deepEqual(await workOff(pool), takes, JSON.stringify(asked));
    const { eventTypes, state } = await readReplay(pool, organizationId, id);
    assert.deepEqual([eventTypes, state], [asked.eventTypes, 'finished']);
  }
  // By state alone, of what is left: the two that are of a user.
  const dead = await previewReplay(pool, { ...range, selection: 'failed', states: ['dead'] }, EVERYTHING);
  const both = await previewReplay(pool, { ...range, selection: 'failed' }, EVERYTHING);
  assert.deepEqual([dead?.replayed, both?.replayed], [1, 2]);
});

test('a process of the release before, which knows of no types, neither does a step of such a replay nor resumes it', async (t) => {
  const { pool, organizationId, endpoint, step } = await prepare(t);
  await endpoint();
  const id = await addReplay(pool, { organizationId, eventTypes: ['order.*'] });
  const due = await pool.query(
    "select from replays where state = 'running' and next_step_at < now() + interval '1 year'",
  );
  assert.equal(due.rowCount, 0);
  assert.equal((await changeReplay(pool, organizationId, id, 'pause'))?.done, true);
  const resume = "update replays set state = 'running', next_step_at = now() where id = $1";
  await assert.rejects(pool.query(resume, [id]), { constraint: 'replays_narrow' });
  assert.equal((await changeReplay(pool, organizationId, id, 'resume'))?.done, true);
  await until('it is worked off', async () => (await step())?.finished);
});

test('what the payload decides is told apart', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const endpointId = await endpoint();
  await pool.query(
    `update endpoints set filters = '[{"pointer": "/a", "op": "eq", "value": 1}]' where id = $1`,
    [endpointId],
  );
  await store(endpointId, [
    { at: at(2, 1), payload: '{"a":1}' },
    { at: at(2, 2), payload: '{"a":2}' },
    { at: at(2, 3), state: 'dead' },
  ]);
  const asked = { organizationId, endpointId, fromMicros: 0, toMicros: undefined };
  const said = await previewReplay(pool, { ...asked, selection: 'all' }, EVERYTHING);
  assert.deepEqual([said?.replayed, said?.made, said?.undecided], [1, 0, 2]);
});

/** Events with a dead delivery to each of the endpoints. */
async function storeDead(pool: Pool, organizationId: string, endpoints: readonly string[], events: number) {
  await pool.query(
    `with stored as (
       insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body)
       select date '2026-01-02', gen_random_uuid(), $1, 'order.created',
              timestamptz '2026-01-02T12:00:00Z' + n * interval '1 millisecond', 0, n, '{}'
         from generate_series(1, $3) n
       returning day, id, organization_id, accepted_at)
     insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, created_at, ended_at)
     select day, gen_random_uuid(), s.id, e.id, organization_id, 'dead', accepted_at, accepted_at
       from stored s cross join unnest($2::uuid[]) as e (id)`,
    [organizationId, endpoints, events],
  );
}

test('many are counted stretch by stretch, each once, and no further than it was told', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const endpoints = [await endpoint(), await endpoint(), await endpoint()];
  // Makes the day.
  await store(endpoints[0] ?? '', [{ at: at(2, 1), state: 'succeeded' }]);
  await storeDead(pool, organizationId, endpoints, 4000);
  const count = (selection: Selection, budget = EVERYTHING) =>
    previewReplay(
      pool,
      { organizationId, endpointId: undefined, selection, fromMicros: 0, toMicros: undefined },
      budget,
    );
  const failed = await count('failed');
  assert.deepEqual([failed?.replayed, failed?.made, failed?.atLeast], [12_000, 0, false]);
  // The one that succeeded as well, which two of the endpoints never had.
  const all = await count('all');
  assert.deepEqual([all?.replayed, all?.made, all?.atLeast], [12_001, 2, false]);
  for (const budget of [
    { deliveries: 100, ms: 60_000 },
    { deliveries: 1_000_000, ms: 0 },
  ]) {
    const some = await count('failed', budget);
    assert.equal(some?.atLeast, true);
    assert.ok(some.replayed >= 100 && some.replayed < 12_000, String(some.replayed));
  }
});

test('a stretch that takes too long ends the counting, and what was counted is told', async (t) => {
  const { pool, organizationId, endpoint, store } = await prepare(t);
  const one = await endpoint();
  await store(one, [{ at: at(2, 1), state: 'succeeded' }]);
  await storeDead(pool, organizationId, [one], 3000);
  const asked = { organizationId, endpointId: undefined, fromMicros: 0, toMicros: undefined };
  const [client, blocker] = [await pool.connect(), await pool.connect()];
  /** From this statement on somebody else has the table, and Postgres gives up soon. */
  const blockedAt = async (at: number) => {
    let statements = 0;
    const query = async (text: string, values: unknown[]) => {
      statements += 1;
      if (statements === at) {
        await blocker.query('begin; lock table deliveries in access exclusive mode');
        await client.query('set statement_timeout = 100');
      }
      return await client.query(text, values);
    };
    try {
      return await previewReplay({ query } as never, { ...asked, selection: 'failed' }, EVERYTHING);
    } finally {
      await blocker.query('rollback');
      await client.query('reset statement_timeout');
    }
  };
  try {
    const some = await blockedAt(4);
    assert.deepEqual([some?.replayed, some?.atLeast], [1000, true]);
    await assert.rejects(blockedAt(3), { code: '57014' }, 'nothing was counted');
  } finally {
    client.release();
    blocker.release();
  }
});

test('over HTTP a dry run answers and makes nothing, and takes what a replay takes', async (t) => {
  const { url, database } = await startApi(t);
  const { pool } = database;
  const [one, other] = [await createTenant(url), await createTenant(url)];
  const { id: endpointId } = await insertEndpoint(pool, one.organizationId);
  const post = (path: string, body: object, key = one.apiKey) => call(`${url}${path}`, 'POST', { key, body });
  const answer = await post('/api/replays', { dry_run: true });
  assert.equal(answer.status, 200, answer.text);
  const { from, to, ...rest } = answer.json;
  assert.equal(from, to);
  const nothing = { dry_run: true, select: 'failed', replayed: 0, made: 0, undecided: 0, at_least: false };
  assert.deepEqual(rest, { ...nothing, endpoint_id: null, event_types: null, states: null });
  const ofOne = await post(`/api/endpoints/${endpointId}/replay`, {
    dry_run: true,
    select: 'all',
    from: at(2, 1),
  });
  assert.deepEqual([ofOne.status, ofOne.json.endpoint_id, ofOne.json.select], [200, endpointId, 'all']);

  const foreign = await post(`/api/endpoints/${endpointId}/replay`, { dry_run: true }, other.apiKey);
  assert.deepEqual([foreign.status, foreign.json.code], [404, 'HPL_ENDPOINT_NOT_FOUND']);
  const unclear = await post('/api/replays', { dry_run: true, select: 'all' });
  assert.deepEqual([unclear.status, unclear.json.pointer], [400, '/from']);
  assert.deepEqual((await pool.query('select from replays')).rowCount, 0);
  assert.equal((await post('/api/replays', { dry_run: false })).status, 202);
});
