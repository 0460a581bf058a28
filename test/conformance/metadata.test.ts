// Standard Webhooks, "Payload" and "Webhook metadata": what a webhook says of itself, at its first attempt and at each later.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Received } from '../support/receiver.ts';
import { until } from '../support/until.ts';
import { at, signaturesOf, startSender } from './sender.ts';

/** Of the fixture's ladder. */
const RETRIES = 4;

test('payload and metadata', async (t) => {
  const sender = await startSender(t, {
    answer: ({ path }) => (path === '/never' ? 500 : 200),
    // Its breaker opens with the last attempt; what is sent again by hand waits for that.
    deliverEnv: { BREAKER_OPEN: '1s' },
  });
  const { receiver } = sender;
  const shared = await sender.makeEndpoint(`${receiver.url}/hook`);
  const asymmetric = await sender.makeEndpoint(`${receiver.url}/other`, { signature_version: 'v1a' });
  const failing = await sender.makeEndpoint(`${receiver.url}/never`, { event_types: ['never.taken'] });

  await t.test('the payload is JSON in the body of a POST, with type, timestamp and data', async () => {
    const before = Date.now();
    const data = { id: 'a', nested: { n: 1 } };
    const got = await sender.arrived('/hook', await sender.post('order.line.made', data));
    assert.equal(got.method, 'POST');
    assert.equal(got.headers['content-type'], 'application/json');
    assert.equal(Number(got.headers['content-length']), got.body.length);
    const body = JSON.parse(got.body.toString('utf8'));
    assert.equal(body.type, 'order.line.made');
    assert.deepEqual(body.data, data);
    // ISO 8601, in UTC: when it happened.
    assert.match(body.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const happened = Date.parse(body.timestamp);
    assert.ok(happened >= before && happened <= got.at, body.timestamp);
  });

  await t.test(
    'webhook-id is the event’s: the same for each endpoint, another for each event, without a full stop',
    async () => {
      const ids = [await sender.post('order.made', {}), await sender.post('order.made', {})];
      assert.equal(new Set(ids).size, 2);
      for (const id of ids) {
        assert.match(id, /^[A-Za-z0-9_-]+$/);
        for (const [path, key] of [
          ['/hook', shared.secret],
          ['/other', asymmetric.publicKey],
        ] as const) {
          const got = await sender.arrived(path, id);
          assert.equal(JSON.parse(got.body.toString('utf8')).id, id);
          await sender.accepted(got, key);
        }
      }
    },
  );

  await t.test(
    'webhook-timestamp is the attempt’s, in whole seconds, and signed anew; id and body stay, also when sent again by hand',
    async () => {
      const id = await sender.post('never.taken', { n: 1 });
      const last = await sender.arrived('/never', id, RETRIES + 1);
      const attempts = at(receiver, '/never', id);
      const [first] = attempts;
      assert.ok(first);
      for (const [i, one] of attempts.entries()) {
        const timestamp = String(one.headers['webhook-timestamp']);
        assert.match(timestamp, /^[1-9]\d{9}$/);
        // Not before the attempt before it had come, and not after it came itself.
        const earliest = attempts[i - 1]?.at ?? 0;
        assert.ok((Number(timestamp) + 1) * 1000 > earliest, `attempt ${i + 1}`);
        assert.ok(Number(timestamp) * 1000 <= one.at, `attempt ${i + 1}`);
        assert.deepEqual([one.webhookId, one.body.equals(first.body)], [id, true]);
        await sender.accepted(one, failing.secret);
      }
      // The rungs between them take three seconds together.
      assert.ok(timeOf(last) > timeOf(first), 'the last attempt has the time of the first one');
      assert.notEqual(signaturesOf(last)[0]?.value, signaturesOf(first)[0]?.value);
      await until('it is given up', async () => {
        const { json } = await sender.ask('GET', `/api/events/${id}`);
        const deliveries = json.deliveries as { state: string; endpoint_id: string }[];
        return deliveries.some(({ state, endpoint_id }) => state === 'dead' && endpoint_id === failing.id);
      });
      assert.equal(at(receiver, '/never', id).length, RETRIES + 1);

      // "Visibility into failures and manual retries".
      const found = await sender.ask('GET', `/api/deliveries?endpoint_id=${failing.id}&state=dead`);
      const [delivery] = found.json.deliveries as { id: string }[];
      const { json, text } = await sender.ask('GET', `/api/deliveries/${delivery?.id}`);
      const reasons = (json.attempts as { status_code: number }[]).map(({ status_code }) => status_code);
      assert.deepEqual(reasons, Array(RETRIES + 1).fill(500), text);
      assert.equal((await sender.ask('POST', `/api/deliveries/${delivery?.id}/retry`)).status, 202);
      const again = await sender.arrived('/never', id, RETRIES + 2);
      assert.ok(again.body.equals(first.body) && timeOf(again) > timeOf(last));
      await sender.accepted(again, failing.secret);
    },
  );

  await t.test(
    'no other header begins with webhook-, and none of an endpoint’s own replaces one of these',
    async () => {
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
      for (const name of names) {
        const headers = [{ name, value: 'x' }];
        const { status } = await sender.ask('POST', '/api/endpoints', {
          url: `${receiver.url}/own`,
          headers,
        });
        assert.equal(status, 400, name);
      }
      const own = await sender.makeEndpoint(`${receiver.url}/own`, {
        headers: [{ name: 'x-own', value: 'y' }],
      });
      const got = await sender.arrived('/own', await sender.post('order.made', {}));
      assert.equal(got.headers['x-own'], 'y');
      const found = Object.keys(got.headers).filter((name) => name.startsWith('webhook-'));
      assert.deepEqual(found.sort(), names.sort());
      await sender.accepted(got, own.secret);
    },
  );
});

function timeOf({ headers }: Received): number {
  return Number(headers['webhook-timestamp']);
}
