// The receivers of examples/receivers, each as a process, driven by the api, persist and deliver.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { generateSigningSecret } from '@hopline/wire/signing-secret';
import { inReverse } from '../support/cleanup.ts';
import { startThreeHops } from '../support/three-hops.ts';
import { until } from '../support/until.ts';
import { wholePage } from '../support/whole-page.ts';
import { EXAMPLES } from './examples.ts';
import { flowDuring } from './flow.ts';
import {
  beginRequest,
  changed,
  type OwnWebhook,
  postOwn,
  postWithIds,
  sendHalf,
  signed,
} from './own-webhook.ts';
import { makeReceiver } from './receiver-process.ts';
import { openShop } from './shop.ts';

/** JSON texts that are not the same any more when they are parsed and printed. */
const PAYLOADS = [
  '{}',
  '{"value":null}',
  '{"a" : 1.0e2 ,\t"b":[ ] }',
  '{"total":12345678901234567890}',
  '{"value":"ü € 😀 \u2028 \ufffd"}',
  '{"a":1,"a":2}',
];

const file = inReverse({ after });
const hops = await startThreeHops(
  file,
  // A receiver that was killed is soon tried again.
  { BREAKER_OPEN: '300ms' },
  { REPLAY_INTERVAL: '200ms' },
);

const EVENT = '{"id":"own","type":"order.created","timestamp":"2026-01-01T00:00:00Z","data":"\ufffd"}';

const someOrders = (count: number) => Array.from({ length: count }, (_, n) => `{"order":${n}}`);

for (const example of EXAMPLES) {
  test(`examples/receivers/${example.name}`, async (t) => {
    const cleanup = inReverse(t);
    const receiver = await makeReceiver(cleanup, await example.prepare(cleanup));
    const shop = await openShop(hops, receiver.hook);
    let secrets = [shop.secret];

    await t.test('without a secret it does not start', async () => {
      assert.equal(await receiver.startInVain([]), 1);
      assert.match(receiver.log(), /WEBHOOK_SECRET/);
    });
    await receiver.start(secrets);
    const store = receiver.store();
    // Beside what follows: it takes a while.
    const slow = sendHalf(receiver.port, '/hooks', signed(shop.secret, { id: 'slow', body: EVENT }));
    const worked = (ids: readonly string[]) =>
      until('all of them are worked on', () => new Set(store.worked(ids)).size === ids.length, 120_000);
    const once = (ids: readonly string[]) => assert.deepEqual(store.worked(ids).sort(), [...ids].sort());

    await t.test('events arrive, whatever they hold and however large, and are worked on once', async () => {
      const ids = [...(await shop.post(PAYLOADS)), await shop.postLargest()];
      await worked(ids);
      await shop.delivered();
      once(ids);
      assert.deepEqual(await shop.statuses(), new Map([[200, ids.length]]));
    });

    await t.test('a test of the endpoint arrives', async () => {
      const answer = await shop.ask('POST', `/api/endpoints/${shop.endpointId}/test`);
      assert.equal(answer.status, 202, answer.text);
      await worked([String(answer.json.id)]);
    });

    await t.test(
      'what comes again, by a retry or a replay, is answered 200 and not worked on again',
      async () => {
        const ids = await shop.post(someOrders(5));
        await worked(ids);
        await shop.delivered();
        const before = (await shop.statuses()).get(200) ?? 0;
        const path = `/api/deliveries?event_id=${ids[0]}`;
        const listed = await wholePage<{ id: string }>((path) => shop.ask('GET', path), path, 'deliveries');
        const retried = await shop.ask('POST', `/api/deliveries/${listed.rows[0]?.id}/retry`);
        assert.equal(retried.status, 202, retried.text);
        const again = async () => ((await shop.statuses()).get(200) ?? 0) - before;
        await until('the retry is answered', async () => (await again()) === 1);
        const replay = await shop.ask('POST', `/api/endpoints/${shop.endpointId}/replay`, {
          ...{ select: 'all', from: new Date(Date.now() - 3_600_000).toISOString() },
        });
        assert.equal(replay.status, 202, replay.text);
        await until('all have come again', async () => (await again()) === 1 + before);
        // Work is done in the order of arrival: what a repeat had made of itself would be done by now.
        const [last = ''] = await shop.post(someOrders(1));
        await worked([last]);
        once([...ids, last]);
        assert.equal(receiver.log().match(/webhook\.known/g)?.length, 1 + before);
      },
    );

    await t.test(
      'what is not signed, is of another time, was changed or is too large is refused',
      async () => {
        const good = signed(shop.secret, { id: 'own', body: EVENT });
        const bytes = good.body.toString('latin1');
        const refused: Record<string, OwnWebhook> = {
          'not signed': { headers: { 'content-type': 'application/json' }, body: good.body },
          'signed with another secret': signed(generateSigningSecret('v1').text, { id: 'own', body: EVENT }),
          'six minutes old': signed(shop.secret, { id: 'own', body: EVENT, ageMinutes: 6 }),
          'six minutes ahead': signed(shop.secret, { id: 'own', body: EVENT, ageMinutes: -6 }),
          'another body': changed(good, { body: Buffer.from(EVENT.replace('order', 'other')) }),
          'the body printed anew': changed(good, {
            body: Buffer.from(JSON.stringify(JSON.parse(EVENT), null, 1)),
          }),
          'no body': changed(good, { body: Buffer.alloc(0) }),
          'bytes that are no UTF-8': changed(good, {
            body: Buffer.from(bytes.replace('\xef\xbf\xbd', '\xff'), 'latin1'),
          }),
          'another id': changed(good, { headers: { 'webhook-id': 'another' } }),
          'another time': changed(good, {
            headers: { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) + 9) },
          }),
          'a time that is none': changed(good, { headers: { 'webhook-timestamp': 'now' } }),
          'a signature that is none': changed(good, { headers: { 'webhook-signature': 'nonsense' } }),
          'a signature that is no base64': changed(good, { headers: { 'webhook-signature': 'v1,***' } }),
          'another kind of signature': changed(good, {
            headers: { 'webhook-signature': String(good.headers['webhook-signature']).replace('v1', 'v2') },
          }),
        };
        const before = store.taken();
        for (const [what, webhook] of Object.entries(refused))
          assert.equal(await postOwn(receiver.hook, webhook), 400, what);
        const tooLarge = signed(shop.secret, { id: 'large', body: JSON.stringify('x'.repeat(257 * 1024)) });
        assert.ok([0, 413].includes(await postOwn(receiver.hook, tooLarge)), 'too large');
        assert.equal(store.taken(), before);
        assert.ok([404, 405].includes((await fetch(receiver.hook)).status), 'a GET');
        // The same that was refused in every changed form.
        assert.equal(await postOwn(receiver.hook, good), 200);
        assert.equal(await postOwn(receiver.hook, good), 200);
        await worked(['own']);
        once(['own']);
        assert.equal(store.taken(), before + 1);
      },
    );

    await t.test('a webhook with two ids is worked on once, under the one that was signed', async () => {
      const taken = signed(shop.secret, { id: 'taken', body: EVENT });
      assert.equal(await postOwn(receiver.hook, taken), 200);
      const before = store.taken();
      const fresh = signed(shop.secret, { id: 'fresh', body: EVENT });
      for (const [webhook, id] of [
        [taken, 'taken'],
        [fresh, 'fresh'],
      ] as const) {
        for (const ids of [['another', id], [id, 'another'], [id, id], [`${id}, another`]]) {
          // A receiver may take the first one, when that is what was signed, or refuse what has two.
          const status = await postWithIds(receiver.hook, webhook, ids);
          assert.ok([400, ...(ids[0] === id ? [200] : [])].includes(status), `${ids}: ${status}`);
        }
      }
      assert.equal(await postOwn(receiver.hook, fresh), 200);
      assert.equal(store.taken(), before + 1, 'the fresh one alone was new');
      await worked(['taken', 'fresh']);
      once(['taken', 'fresh']);
    });

    await t.test('a request whose body does not come is ended, and not taken', async () => {
      await until('the receiver has had enough of it', () => slow.isClosed());
      assert.ok(!receiver.log().includes('slow'));
    });

    await t.test('the secret is replaced while events flow, and no webhook is refused', async () => {
      const [first = ''] = secrets;
      const ids = await flowDuring(shop, worked, async (goOn) => {
        // Both sign; the receiver still has the old one.
        const second = await shop.rotate({});
        await goOn();
        // The third is the receiver's before it signs, and then signs alone.
        const third = generateSigningSecret('v1').text;
        assert.equal(await receiver.end('SIGTERM'), 0, receiver.log());
        secrets = [third, second];
        await receiver.start(secrets);
        await goOn();
        await shop.rotate({ secret: third, overlap_seconds: 0 });
        await goOn();
      });
      await shop.delivered();
      once(ids);
      const unanswered = [...(await shop.statuses()).keys()].filter(
        (status) => status !== 200 && status !== null,
      );
      assert.deepEqual(unanswered, []);
      assert.equal(await postOwn(receiver.hook, signed(first, { id: 'late', body: '{}' })), 400);
    });

    await t.test('killed amidst 300 events, again and again, it works on each of them once', async () => {
      const ids = await shop.post(someOrders(300));
      for (const part of [40, 120, 200]) {
        await until(`${part} are worked on`, () => store.worked(ids).length >= part, 120_000);
        await receiver.end('SIGKILL');
        assert.ok(store.worked(ids).length < ids.length, 'it was killed amidst them');
        await receiver.start(secrets);
      }
      await worked(ids);
      await shop.delivered();
      await until('nothing is left to do', () => store.waiting() === 0);
      once(ids);
    });

    await t.test('work that fails is put off, and the rest goes on', async () => {
      const [secret = ''] = secrets;
      assert.equal(await postOwn(receiver.hook, signed(secret, { id: 'broken', body: 'no JSON' })), 200);
      const ids = await shop.post(someOrders(2));
      await worked(ids);
      await until('it is tried again', () => store.failures('broken') >= 2);
      assert.deepEqual([store.waiting(), store.worked(['broken'])], [1, []]);
    });

    await t.test('SIGTERM lets a request that has begun be answered, and ends it with code 0', async () => {
      const [secret = ''] = secrets;
      const request = await beginRequest(
        receiver.port,
        '/hooks',
        signed(secret, { id: 'last', body: EVENT }),
      );
      const ended = receiver.end('SIGTERM');
      await until('it takes no new connection', () =>
        fetch(receiver.health, { headers: { connection: 'close' } }).then(
          () => false,
          () => true,
        ),
      );
      assert.equal(await request.finish(), 'HTTP/1.1 200 OK');
      assert.equal(await ended, 0, receiver.log());
      await receiver.start(secrets);
      await worked(['last']);
      once(['last']);
      assert.equal(await receiver.end('SIGTERM'), 0, receiver.log());
    });

    await t.test('no secret stands in what it printed', () => {
      for (const secret of [shop.secret, ...secrets])
        assert.ok(!receiver.log().includes(secret.slice('whsec_'.length)));
    });
  });
}
