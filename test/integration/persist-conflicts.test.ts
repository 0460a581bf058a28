// Another event under the same dedup_id: the first one stays, the others are counted, each once, whatever crashes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_BATCH_RECORDS } from '@hopline/persist/batcher';
import type { PersistService } from '@hopline/persist/service';
import { findEvent } from '@hopline/postgres/events/find-event';
import { eventKey } from '@hopline/wire/event';
import { partitionFor } from '@hopline/wire/partitioner';
import { keepWarnings } from '../support/keep-warnings.ts';
import { type PersistFixture, persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { launchService } from '../support/service-process.ts';
import { insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

/** Since then, so that the order of acceptance is that of the numbers. */
const START = Date.now() - 60_000;

/** An event under the one dedup_id of these tests, with its number as its payload. */
function numbered(organizationId: string, n: number, more: { type?: string; orderingKey?: string } = {}) {
  return makeEvent(organizationId, {
    ...more,
    dedupId: 'same',
    payload: `{"n":${n}}`,
    acceptedAt: START + n,
  });
}

async function conflictsOf({ database }: PersistFixture, organizationId: string, id: string) {
  const event = await findEvent(database.pool, organizationId, id);
  const { rows } = await database.pool.query(
    'select coalesce(sum(conflicts), 0)::int as conflicts from ledger where organization_id = $1',
    [organizationId],
  );
  return {
    key: event?.conflicts,
    last: event?.lastConflictAt?.getTime(),
    ledger: rows[0]?.conflicts,
    body: event?.body,
  };
}

async function scrape({ metrics }: PersistService): Promise<string> {
  return (await metrics.scrape()).body;
}

test('other content under the same dedup_id is counted, within a batch and across batches; the first one stays', async (t) => {
  const fixture = await persistFixture(t);
  const { database, producer, start, appended } = fixture;
  const organization = await insertOrganization(database.pool);
  const other = await insertOrganization(database.pool);
  const first = numbered(organization, 1);
  // Before the service starts: all of these come in one fetch.
  await producer.send(first, numbered(organization, 2), first, numbered(organization, 3));
  const service = await start();
  await appended(4);
  const expected = { key: 2, last: START + 3, ledger: 2, body: first.body };
  assert.deepEqual(await conflictsOf(fixture, organization, first.id), expected);

  // Accepted again, or in another partition, the same content is no conflict; another type is one, and an older one
  // does not make the last one older.
  const again = makeEvent(organization, { dedupId: 'same', payload: '{"n":1}', acceptedAt: START + 9 });
  const elsewhere = { ...again, ordering_key: 'somewhere else' };
  const otherType = { ...numbered(organization, 1, { type: 'order.paid' }), accepted_at: START + 2 };
  await producer.send(again, elsewhere, otherType, makeEvent(other, { dedupId: 'same', payload: '{"n":8}' }));
  await appended(8);
  assert.deepEqual(await conflictsOf(fixture, organization, first.id), { ...expected, key: 3, ledger: 3 });
  assert.equal((await conflictsOf(fixture, other, makeEvent(other, { dedupId: 'same' }).id)).key, 0);
  await until('the metric', async () => /^events_conflicting_total 3$/m.test(await scrape(service)));
  assert.deepEqual(await readBooks(database), {
    appended: 8,
    stored: 2,
    duplicates: 6,
    poison: 0,
    passed: 8,
  });
});

test('a batch without repeats asks nothing of contents, and one with honest repeats writes nothing', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const service = await start();
  const events = Array.from({ length: 50 }, (_, i) => makeEvent(organization, { dedupId: `event-${i}` }));
  await producer.send(...events);
  await appended(50);
  await until('its statements are counted', async () => /"insert-event-keys"/.test(await scrape(service)));
  assert.doesNotMatch(await scrape(service), /"(read-content-hashes|count-conflicts)"/);
  await producer.send(...events);
  await appended(100);
  await until('they were compared', async () => /"read-content-hashes"/.test(await scrape(service)));
  assert.doesNotMatch(await scrape(service), /"count-conflicts"/);
});

for (const failpoint of ['persist:after-conflicts', 'persist:after-books', 'persist:after-commit']) {
  test(`killed at ${failpoint}, each conflict is counted once`, async (t) => {
    const fixture = await persistFixture(t);
    const { database, producer, env, start, appended } = fixture;
    const organization = await insertOrganization(database.pool);
    const first = numbered(organization, 1);
    const before = await start();
    await producer.send(first);
    await appended(1);
    await before.stop(AbortSignal.timeout(5000));

    await producer.send(numbered(organization, 2), first, numbered(organization, 3));
    const killed = launchService(t, 'persist', { ...env, FAILPOINT: failpoint });
    // A process has to start for it.
    await until('it ends', () => killed.hasEnded(), 180_000);
    assert.equal(killed.signal(), 'SIGKILL', killed.log());
    // Read again, and followed by one more, which shows that the re-read is over.
    await producer.send(makeEvent(organization, { dedupId: 'after' }));
    await start();
    await appended(5);
    assert.deepEqual(await conflictsOf(fixture, organization, first.id), {
      key: 2,
      last: START + 3,
      ledger: 2,
      body: first.body,
    });
  });
}

test('the same events in two partitions, in opposite order, with other content: no two batches wait in a circle', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  const keyOf = (partition: number) => {
    for (let n = 0; ; n += 1) {
      const orderingKey = `key ${n}`;
      if (partitionFor(eventKey(organization, orderingKey), 3) === partition) return orderingKey;
    }
  };
  // Slow enough for two statements to meet in the middle.
  await database.pool.query(
    `create function take_time() returns trigger language plpgsql as $$ begin perform pg_sleep(0.001); return new; end $$;
     create trigger take_time before insert on event_keys for each row execute function take_time()`,
  );
  const count = 2 * MAX_BATCH_RECORDS;
  const eventsOf = (partition: number) => {
    const orderingKey = keyOf(partition);
    const payload = `{"partition":${partition}}`;
    return Array.from({ length: count }, (_, i) => {
      // The same events in each batch of either partition, in one of them backwards.
      const inBatch = i % MAX_BATCH_RECORDS;
      const n = partition === 0 ? i : i - 2 * inBatch + MAX_BATCH_RECORDS - 1;
      return makeEvent(organization, { dedupId: `e${n}`, orderingKey, payload });
    });
  };
  // Before the service starts: batches of both are under way at once.
  await Promise.all([producer.send(...eventsOf(0)), producer.send(...eventsOf(1))]);
  const warnings = keepWarnings('persist');
  await start({}, warnings.log);
  await appended(2 * count);
  assert.deepEqual(warnings.of('batch.held'), []);
  const { stored, duplicates } = await readBooks(database);
  assert.deepEqual({ stored, duplicates }, { stored: count, duplicates: count });
  const { rows } = await database.pool.query(
    'select (select sum(conflicts)::int from ledger) as ledger, (select sum(conflicts)::int from event_keys) as keys',
  );
  assert.deepEqual(rows, [{ ledger: count, keys: count }]);
});

test('deliveries stand in the hour in which the ledger has counted their event', async (t) => {
  const { database, producer, start, appended } = await persistFixture(t);
  const organization = await insertOrganization(database.pool);
  await database.pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
     values (gen_random_uuid(), $1, 'http://127.0.0.1:9/none', '{*}', 'whsec_', 0)`,
    [organization],
  );
  await start();
  await producer.send(makeEvent(organization), makeEvent(organization));
  await appended(2);
  const { rows } = await database.pool.query(
    `select hour, sum(stored)::int as stored, (select count(*)::int from deliveries d where d.hour = l.hour) as deliveries
       from ledger l group by hour`,
  );
  for (const row of rows) assert.equal(row.deliveries, row.stored);
  assert.equal(
    rows.reduce((sum, row) => sum + row.deliveries, 0),
    2,
  );
});
