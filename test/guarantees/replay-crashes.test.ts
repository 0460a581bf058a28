// A replay goes on where it was, whatever it was doing when its process was killed: every delivery that had failed is posted
// once more, and none twice. Without the sweeper, which would tell the owner of what is left as well.
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { REPLAY_FAILPOINTS } from '@hopline/persist/failpoints';
import { inReverse } from '../support/cleanup.ts';
import { addDeliveries, addEndpoint, addOrganization, startDeliver } from '../support/deliveries.ts';
import { persistFixture } from '../support/persist.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { addReplay, readReplay } from '../support/replays.ts';
import { launchService } from '../support/service-process.ts';
import { until } from '../support/until.ts';

const FAILED = 60;
/** Replays are looked for at once, and by nobody else. */
const TIMES = { SWEEP_INTERVAL: '1h', REPLAY_INTERVAL: '100ms', REPLAY_RATE: '1000' };

async function prepare(test: TestContext) {
  const t = inReverse(test);
  const fixture = await persistFixture(t);
  const { database, kafka } = fixture;
  const { pool } = database;
  const receiver = await startReceiver(t);
  const organizationId = await addOrganization(pool);
  const endpoint = await addEndpoint(pool, { organizationId, url: receiver.url });
  const deliveries = await addDeliveries(pool, endpoint, FAILED);
  await pool.query(
    `update deliveries set state = 'dead', reason = 'exhausted', version = 3, attempts = 1, ladder_step = 1, ended_at = now(),
                           dlq_at = now()`,
  );
  await startDeliver(t, database, kafka);
  const id = await addReplay(pool, { organizationId, endpointId: endpoint.id });
  const replay = () => readReplay(pool, organizationId, id);
  const replayed = async () => (await replay()).parts.reduce((sum, part) => sum + part.replayed, 0);
  return { ...fixture, t, pool, receiver, deliveries, replay, replayed };
}

async function expectEachOnce(
  { pool, receiver, deliveries, replay, replayed }: Awaited<ReturnType<typeof prepare>>,
  { received }: Receiver = receiver,
): Promise<void> {
  await until('the replay is finished', async () => (await replay()).state === 'finished');
  assert.equal(await replayed(), FAILED);
  await until('all are delivered', async () => {
    const { rows } = await pool.query("select 1 from deliveries where state <> 'succeeded'");
    return rows.length === 0;
  });
  const posted = received.map(({ webhookId }) => webhookId);
  assert.deepEqual(posted.toSorted(), deliveries.map(({ eventId }) => eventId).toSorted());
  const { rows } = await pool.query('select distinct attempts, ladder_step, dlq_at from deliveries');
  assert.deepEqual(rows, [{ attempts: 2, ladder_step: 0, dlq_at: null }]);
}

describe('persist is killed while it replays', { concurrency: 2 }, () => {
  for (const failpoint of REPLAY_FAILPOINTS) {
    test(`at ${failpoint}, in the middle of the job`, async (context) => {
      const prepared = await prepare(context);
      const { t, env, start, replayed, replay } = prepared;
      const doomed = launchService(t, 'persist', { ...env, ...TIMES, FAILPOINT: `${failpoint}#3` });
      await until('it ends', () => doomed.hasEnded());
      assert.equal(doomed.signal(), 'SIGKILL', doomed.log());
      const before = await replayed();
      assert.ok(before > 0 && before < FAILED, String(before));
      assert.equal((await replay()).state, 'running');
      await start(TIMES);
      await expectEachOnce(prepared);
    });
  }

  test('from outside, again and again', async (context) => {
    const prepared = await prepare(context);
    const { t, env, replayed } = prepared;
    for (let kills = 0, before = 0; kills < 3; kills += 1) {
      // Slow enough that the job is not over before it is killed, also where the machine is held up for seconds.
      const doomed = launchService(t, 'persist', { ...env, ...TIMES, REPLAY_RATE: '4' });
      before = await until('it gets on', async () => {
        const now = await replayed();
        return now > before && now;
      });
      await doomed.end('SIGKILL');
      assert.ok(before < FAILED);
    }
    await prepared.start(TIMES);
    await expectEachOnce(prepared);
  });
});
