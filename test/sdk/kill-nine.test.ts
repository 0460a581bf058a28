// G1, G2: through the client's auto-batching sender a SIGKILL of the api, and its start anew, loses nothing and doubles
// nothing: what was cut off is sent again with the same dedup_id, that of the caller or the client's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hopline } from '../../packages/sdk/src/index.ts';
import { startReceiver } from '../support/receiver.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const EVENTS = 3000;
/** When the api is killed: well within the load. */
const KILL_AT = 1000;

test('an api that is killed in the middle of 3,000 sends: nothing lost, nothing doubled', async (t) => {
  const receiver = await startReceiver(t);
  // None of them times out because this process, which answers them too, was held up: it would be posted again.
  const system = await startSystem(t, { WEBHOOK_TIMEOUT: '60s' });
  const made = await fetch(`${system.url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
    // Without a rate limit.
    body: JSON.stringify({ organization_name: 'Senders', tier: 'enterprise' }),
  });
  const { api_key: apiKey } = (await made.json()) as { api_key: string };

  let failures = 0;
  let accepted = 0;
  let restarted: Promise<void> | undefined;
  const hopline = new Hopline({
    apiKey,
    baseUrl: system.url,
    async fetch(url, init) {
      try {
        const answer = await fetch(url, init);
        if (restarted || accepted < KILL_AT) return answer;
        // These events are durable, and the api dies before the client hears of it: under other names they would come twice.
        restarted = system.killAndRestart('api');
        await answer.body?.cancel();
        throw new TypeError('the answer was lost');
      } catch (error) {
        failures += 1;
        throw error;
      }
    },
  });
  const { secret } = await hopline.endpoints.create({ url: `${receiver.url}/hooks` });
  receiver.expectSecret('/hooks', String(secret));

  // Small batches, so that the kill meets some under way and some that wait; the start of an api takes as long as it takes.
  const sender = hopline.sender({ maxBatchEvents: 50, maxPendingEvents: 500, concurrency: 2, retries: 1000 });
  const ids: Promise<string>[] = [];
  for (let n = 0; n < EVENTS; n += 1) {
    await sender.ready();
    const name = n % 2 === 0 ? { dedupId: `order-${n}` } : {};
    const id = sender.enqueue({ type: 'order.created', payload: { n }, ...name });
    ids.push(id);
    id.then(
      () => {
        accepted += 1;
      },
      // Promise.all below tells of it.
      () => {},
    );
  }
  await sender.close();
  const sent = await Promise.all(ids);
  assert.ok(restarted, 'the api was killed in the middle');
  await restarted;
  assert.ok(failures > 1, 'the client went on while there was no api');
  t.diagnostic(`${failures} requests failed`);

  assert.equal(new Set(sent).size, EVENTS);
  const { pool } = system.database;
  const countEnded = async () => {
    const { rows } = await pool.query(
      "select count(*)::int as n from deliveries where state in ('succeeded', 'dead', 'cancelled')",
    );
    return rows[0].n;
  };
  await until('all are delivered', async () => (await countEnded()) >= EVENTS, 120_000);
  const stored = await pool.query<{ id: string; dedup_id: string }>('select id, dedup_id from events');
  assert.equal(stored.rows.length, EVENTS);
  assert.deepEqual(stored.rows.map(({ id }) => id).sort(), sent.toSorted());
  const { rows: states } = await pool.query(
    'select state, count(*)::int as n from deliveries group by state',
  );
  assert.deepEqual(states, [{ state: 'succeeded', n: EVENTS }]);
  assert.deepEqual(receiver.received.map(({ webhookId }) => webhookId).sort(), sent.toSorted());
  assert.ok(receiver.received.every(({ valid }) => valid));
});
