// `npm run reconcile`, as a process of its own, on books that persist has written.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { storeOperationalEvents } from '@hopline/postgres/operational-events/store-operational-events';
import { inTransaction } from '@hopline/postgres/transaction';
import { requiredEnv } from '../support/database.ts';
import { persistFixture } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { runToEnd } from '../support/run-to-end.ts';
import { insertOrganization } from '../support/tenants.ts';

const MAIN = join(import.meta.dirname, '../../services/persist/src/reconcile/main.ts');

const reconcile = (t: TestContext, env: Record<string, string>, ...args: string[]) =>
  runToEnd(t, env, [MAIN, ...args]);

async function stored(t: TestContext) {
  const fixture = await persistFixture(t);
  const { database, producer, start, appended } = fixture;
  const organization = await insertOrganization(database.pool);
  const service = await start();
  const first = makeEvent(organization, { dedupId: 'same' });
  await producer.send(first, first, makeEvent(organization, { dedupId: 'same', payload: '{"n":2}' }));
  await producer.send(
    ...Array.from({ length: 20 }, (_, i) => makeEvent(organization, { orderingKey: `k${i}` })),
  );
  await producer.sendRaw(Buffer.from('poison'), { key: organization });
  await appended(24);
  await service.stop(AbortSignal.timeout(5000));
  // What nobody has sent stands in no log, and in no ledger.
  const payload = { endpoint_id: organization, reason: 'gone', failing_since: null };
  const told = { organizationId: organization, type: 'endpoint.disabled', payload } as const;
  await inTransaction(database.pool, (client) => storeOperationalEvents(client, [told, told], Date.now()));
  return { ...fixture, organization };
}

test('says that the books add up, for people and as JSON, and how far persist is behind', async (t) => {
  const { env, organization, producer } = await stored(t);
  const table = await reconcile(t, env);
  assert.equal(table.code, 0, table.output);
  assert.match(table.output, new RegExp(`^${organization} +24 +21 +2 +1 +1 +holds$`, 'm'));
  assert.match(table.output, /^The books add up\.$/m);

  await producer.send(makeEvent(organization), makeEvent(organization));
  const { code, output } = await reconcile(t, env, '--json');
  assert.equal(code, 0, output);
  const report = JSON.parse(output);
  assert.deepEqual([report.holds, report.kafkaProblem], [true, null]);
  assert.deepEqual(report.organizations, [
    ...[
      {
        organizationId: organization,
        appended: 24,
        stored: 21,
        duplicates: 2,
        conflicts: 1,
        poison: 1,
        holds: true,
      },
    ],
  ]);
  const sum = (name: string) =>
    report.partitions.reduce((total: number, one: Record<string, number>) => total + (one[name] ?? 0), 0);
  assert.deepEqual([sum('appended'), sum('endOffset'), sum('behind')], [24, 26, 2]);
});

test('what does not add up is named and makes the exit code 1', async (t) => {
  const { env, database, organization } = await stored(t);
  const { pool } = database;
  const broken = async (statement: string, undo: string, problem: RegExp) => {
    await pool.query(statement);
    const { code, output } = await reconcile(t, env);
    assert.equal(code, 1, output);
    assert.match(output, problem);
    assert.match(output, /^The books do not add up\.$/m);
    await pool.query(undo);
  };
  const one = '(select ctid from ledger limit 1)';
  await broken(
    `update ledger set stored = stored + 1 where ctid = any(array${one})`,
    'update ledger set stored = appended - duplicates - poison',
    new RegExp(`^${organization} .* does not hold$`, 'm'),
  );
  await broken(
    'update progress set next_offset = next_offset + 1 where partition = 0',
    'update progress set next_offset = next_offset - 1 where partition = 0',
    /offsets were passed, but \d+ records counted/,
  );
  // Both of them further on than the log: what a cluster that has lost records looks like.
  await broken(
    `with ahead as (update progress set next_offset = next_offset + 100 where partition = 0 returning topic_id)
     insert into ledger (topic_id, partition, organization_id, hour, appended, stored, duplicates, poison)
     select topic_id, 0, '${organization}', '2026-01-01T00:00Z', 100, 100, 0, 0 from ahead`,
    'select 1',
    /the log ends 100 before what was stored/,
  );
});

test('without Kafka the books are compared with each other; without Postgres there is nothing to say', async (t) => {
  const { env } = await stored(t);
  const alone = await reconcile(t, { ...env, KAFKA_BROKERS: '127.0.0.1:1' });
  assert.equal(alone.code, 0, alone.output);
  assert.match(alone.output, /^Kafka was not asked where the logs end: .+$/m);
  const nothing = await reconcile(t, { ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  assert.equal(nothing.code, 2, nothing.output);
  assert.match(nothing.output, /^reconcile: the books cannot be read: .+\n {2}check DATABASE_URL/);
  const bare = new URL(requiredEnv('TEST_DATABASE_ADMIN_URL'));
  const unmigrated = await reconcile(t, { ...env, DATABASE_URL: bare.href });
  assert.equal(unmigrated.code, 2, unmigrated.output);
  assert.match(unmigrated.output, /run the migrate job/);
});

test('the command line says what there is', async (t) => {
  const wrong = await reconcile(t, {}, '--jsn');
  assert.equal(wrong.code, 2);
  assert.match(wrong.output, /^reconcile: .*--jsn.*; --help lists what there is$/m);
  const help = await reconcile(t, {}, '--help');
  assert.equal(help.code, 0);
  assert.match(help.output, /--json.*Exit code 0: .*DATABASE_URL/s);
  assert.doesNotMatch(help.output, /--check-config/);
});
