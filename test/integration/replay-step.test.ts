// The steps of a replay, on a real Postgres: which deliveries it takes, each once, and when it waits.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { takeStep } from '@hopline/persist/replay/step';
import type { DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import { retryDelivery } from '@hopline/postgres/deliveries/retry-delivery';
import { ensureDays } from '@hopline/postgres/ensure-days';
import { changeReplay } from '@hopline/postgres/replays/change-replay';
import { countReplayed } from '@hopline/postgres/replays/count-replayed';
import type { Selection } from '@hopline/postgres/replays/replay';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { deliveryId } from '@hopline/wire/ids';
import { uuidV7 } from '@hopline/wire/uuid';
import { webhookBody } from '@hopline/wire/webhook-body';
import { createDatabase } from '../support/database.ts';
import { addReplay, answerAll, RETENTION_MS, readReplay, workOff } from '../support/replays.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

interface Given {
  readonly at: string;
  readonly type?: string;
  /** Of the endpoint's delivery; without one it never had it. */
  readonly state?: DeliveryState;
  readonly orderingKey?: string;
  /** -1 for an operational event. */
  readonly partition?: number;
  readonly payload?: string;
}

async function prepare(t: TestContext) {
  const { pool } = await createDatabase(t);
  const organizationId = await insertOrganization(pool);
  const endpoint = async (eventTypes: string[] = ['*']) =>
    (await insertEndpoint(pool, organizationId, { eventTypes })).id;
  /** Stores events with the endpoint's deliveries; gives the ids of these, also of those that are not there. */
  const store = async (endpointId: string, events: readonly Given[]): Promise<string[]> => {
    const ids: string[] = [];
    for (const { at, type = 'order.created', state, ...event } of events) {
      const day = at.slice(0, 10);
      await ensureDays(pool, [day]);
      const eventId = uuidV7();
      const id = deliveryId(eventId, endpointId);
      await pool.query(
        `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, ordering_key, body)
         values ($1, $2, $3, $4, $5, $6, 0, $7, $8)`,
        [
          ...[day, eventId, organizationId, type, at, event.partition ?? 0, event.orderingKey ?? null],
          webhookBody({
            ...{ id: eventId, type, acceptedAtMs: Date.parse(at) },
            payload: Buffer.from(event.payload ?? '{}'),
          }),
        ],
      );
      if (state) {
        const ended = state === 'pending' || state === 'sending' ? null : at;
        await pool.query(
          `insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, created_at, ended_at, attempts,
                                   ladder_step, dlq_at, reason, lease_until)
           values ($1, $2, $3, $4, $5, $6::delivery_state, $7, $8, 5, 4, $8, 'exhausted',
                   case when $6::delivery_state = 'sending' then now() end)`,
          [day, id, eventId, endpointId, organizationId, state, at, ended],
        );
      }
      ids.push(id);
    }
    return ids;
  };
  const step = () => takeStep({ pool, retentionMs: RETENTION_MS, rate: 10_000, failpoint: noFailpoint });
  return { pool, organizationId, endpoint, store, step };
}

const at = (day: number, second: number) => new Date(Date.UTC(2026, 0, day, 12, 0, second)).toISOString();
const micros = (text: string) => Date.parse(text) * 1000;

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
    { at: at(2, 4), type: 'endpoint.test', orderingKey: endpointId, payload: large },
    { at: at(2, 5), type: 'endpoint.disabled', partition: -1, payload: large },
    // What a client calls so is an event like any other.
    { at: at(3, 1), type: 'endpoint.disabled', payload: large },
    { at: at(3, 2), payload: '{"total":1}', state: 'succeeded' },
  ]);
  await addReplay(pool, { organizationId, endpointId, selection: 'all' });
  assert.deepEqual((await workOff(pool)).toSorted(), [ids[0], ids[5], ids[6]].toSorted());
  const { parts } = await readReplay(
    pool,
    organizationId,
    (await pool.query('select id from replays')).rows[0].id,
  );
  assert.deepEqual([parts[0]?.made, parts[0]?.replayed, parts[0]?.lookedAt], [2, 1, 7]);
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
