// `kill -9` between any two steps of an attempt: what the table of crashes in the protocol promises is what is left.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { freePort } from '@hopline/dev/ports';
import { createDatabase } from '../support/database.ts';
import {
  addDeliveries,
  addEndpoint,
  addOrganization,
  readAttempts,
  readDelivery,
  startPublisher,
  wakeUp,
} from '../support/deliveries.ts';
import { startReceiver } from '../support/receiver.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { startService } from '../support/service-process.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

interface Crash {
  readonly failpoint: string;
  /** What stands in Postgres then: state, attempts made, attempts recorded. */
  readonly left: [state: string, attempts: number, recorded: number];
  /** The posts until then, and in the end. The receiver refuses the first one and takes the second. */
  readonly posts: [atCrash: number, inTheEnd: number];
}

const CRASHES: Crash[] = [
  { failpoint: 'deliver:after-claim', left: ['sending', 1, 0], posts: [0, 2] },
  { failpoint: 'deliver:after-post', left: ['sending', 1, 0], posts: [1, 2] },
  { failpoint: 'deliver:after-result', left: ['pending', 1, 1], posts: [1, 2] },
  { failpoint: 'deliver:after-publish', left: ['pending', 1, 1], posts: [1, 2] },
];

// At the same time: each waits until the group has given up its dead member.
suite('killed in the middle of an attempt', { concurrency: true }, () => {
  for (const { failpoint, left, posts } of CRASHES) {
    test(`at ${failpoint}: the delivery still arrives`, async (t) => {
      const database = await createDatabase(t);
      const { pool } = database;
      const topics = await createTopics({ ladder: '1s' });
      const publisher = await startPublisher(t, topics);
      const receiver = await startReceiver(t, (_request, _response, nth) => (nth === 1 ? 503 : 200));
      const organizationId = await addOrganization(pool);
      const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
      const env = {
        TOPIC_PREFIX: topics.prefix,
        RETRY_LADDER: '1s',
        KAFKA_BROKERS: topics.brokers.join(','),
        DATABASE_URL: database.url,
        SECRET_KEYS,
        ALLOW_PRIVATE_WEBHOOKS: 'true',
        KAFKA_SESSION_TIMEOUT: '6s',
      };
      const doomed = await startService(t, 'deliver', {
        ...env,
        PORT: String(await freePort()),
        FAILPOINT: failpoint,
      });
      const [delivery] = await addDeliveries(pool, endpoint, 1);
      assert.ok(delivery);
      await publisher.publish(wakeUp(topics, publisher, endpoint, delivery));
      await doomed.ended();

      const row = await readDelivery(pool, delivery);
      const recorded = await readAttempts(pool, delivery);
      assert.deepEqual([row.state, row.attempts, recorded.length], left);
      assert.equal(receiver.received.length, posts[0]);
      if (row.state === 'sending') {
        // The sweeper's part, once the lease has run out.
        assert.ok(row.lease_until && row.lease_until.getTime() > Date.now());
        await pool.query(
          `update deliveries set state = 'pending', version = version + 1, lease_until = null where id = $1`,
          [delivery.id],
        );
      }

      await startService(t, 'deliver', { ...env, PORT: String(await freePort()) });
      if (failpoint === 'deliver:after-result') {
        // No rung has it: the sweeper wakes the endpoint when it is overdue.
        await until('it is due', async () => {
          const { rows } = await pool.query(
            'select next_attempt_at <= now() as due from deliveries where id = $1',
            [delivery.id],
          );
          return rows[0].due;
        });
        await publisher.publish(wakeUp(topics, publisher, endpoint, null));
      }
      await until('it is delivered', async () => (await readDelivery(pool, delivery)).state === 'succeeded');
      assert.equal(receiver.received.length, posts[1]);
      assert.equal(new Set(receiver.received.map(({ webhookId }) => webhookId)).size, 1);
      assert.ok(receiver.received.every(({ body }) => body.equals(delivery.body)));
    });
  }
});
