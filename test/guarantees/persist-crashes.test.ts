// G1, G2, G3: persist is killed between any two steps of its hop; the next process completes what was left. The wake-ups
// are counted from outside: after a crash between the commit and the publish every delivery still gets one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PERSIST_FAILPOINTS } from '@hopline/persist/failpoints';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { persistFixture, readBooks } from '../support/persist.ts';
import { makeEvent } from '../support/produce-events.ts';
import { collectTopic } from '../support/read-topic.ts';
import { launchService } from '../support/service-process.ts';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';
import { until } from '../support/until.ts';

const wakeUps = createWakeUpCodec();

// Most of each run is the wait for the killed member's session to end.
describe('persist is killed', { concurrency: 3 }, () => {
  for (const failpoint of PERSIST_FAILPOINTS) {
    test(`killed at ${failpoint}, nothing is lost, doubled or left without a wake-up`, async (t) => {
      const { database, kafka, producer, env, start, appended } = await persistFixture(t);
      const organization = await insertOrganization(database.pool);
      await insertEndpoint(database.pool, organization);
      const records = await collectTopic(t, kafka.brokers, kafka.topics.deliveries);
      const events = Array.from({ length: 40 }, (_, i) => makeEvent(organization, { dedupId: `e${i}` }));
      await producer.send(...events);
      await producer.sendRaw(Buffer.from('poison'), { key: organization });

      const first = launchService(t, 'persist', { ...env, FAILPOINT: failpoint });
      await until('it ends', () => first.hasEnded(), 60_000);
      assert.equal(first.signal(), 'SIGKILL', first.log());

      // No sweeper in time: what is shown here is the re-read alone.
      await start({ SWEEP_INTERVAL: '1h' });
      await appended(41);
      const { rows } = await database.pool.query('select id from deliveries');
      assert.equal(rows.length, 40);
      await until(
        'a wake-up of every delivery',
        () => {
          const woken = new Set(records.map((record) => wakeUps.decode(record.value as Buffer).delivery?.id));
          return rows.every(({ id }) => woken.has(id));
        },
        60_000,
      );
      const stored = await database.pool.query(
        'select count(*)::int as n, count(distinct id)::int as ids from events',
      );
      assert.deepEqual(stored.rows[0], { n: 40, ids: 40 });
      assert.deepEqual(await readBooks(database), {
        appended: 41,
        stored: 40,
        duplicates: 0,
        poison: 1,
        passed: 41,
      });
    });
  }
});
