// The receivers of examples/receivers with work that ends their process.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningSecret } from '@hopline/wire/signing-secret';
import { inReverse } from '../support/cleanup.ts';
import { until } from '../support/until.ts';
import { EXAMPLES } from './examples.ts';
import { postOwn, signed } from './own-webhook.ts';
import { makeReceiver } from './receiver-process.ts';

for (const example of EXAMPLES) {
  test(`examples/receivers/${example.name}: work that ends the process is counted, and what came after it is done`, async (t) => {
    const cleanup = inReverse(t);
    const receiver = await makeReceiver(cleanup, await example.prepare(cleanup, 'deadly'));
    const { text: secret } = generateSigningSecret('v1');
    await receiver.start([secret]);
    const store = receiver.store();
    const post = (type: string) => {
      const body = `{"id":"${type}","type":"${type}","timestamp":"2026-03-01T12:00:00.000Z","data":{}}`;
      return postOwn(receiver.hook, signed(secret, { id: type, body }));
    };

    assert.equal(await post('order.broken'), 200);
    await until('what throws is tried again', () => store.failures('order.broken') >= 2);
    assert.ok(!receiver.hasEnded(), receiver.log());

    // It may end before it has answered.
    await post('order.deadly');
    await until('the process has ended', () => receiver.hasEnded());
    assert.equal(store.failures('order.deadly'), 1);
    // After the restart its turn comes again, and the process may end at any time.
    const stayUp = async () => {
      if (receiver.hasEnded()) await receiver.start([secret]).catch(() => {});
    };
    await until('the next one is taken', async () => {
      await stayUp();
      return (await post('order.next')) === 200;
    });
    await until('the next one is done', async () => {
      await stayUp();
      return store.worked(['order.next']).length === 1;
    });
    assert.deepEqual(store.worked(['order.deadly']), []);
  });
}
