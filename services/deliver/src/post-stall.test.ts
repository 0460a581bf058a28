import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { ConnectionPools } from './connection-pools.ts';
import { postWebhook } from './post.ts';
import { WebhookResolver } from './webhook-resolver.ts';

/** Answers a little later, in a thread of its own, whatever this one does; counts what it has received and answered. */
const RECEIVER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:http').createServer((request, response) => {
    request.resume();
    Atomics.add(workerData, 0, 1);
    setTimeout(() => {
      response.end('taken', () => {
        Atomics.add(workerData, 1, 1);
        Atomics.notify(workerData, 1);
      });
    }, 300);
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;
const TIMEOUT_MS = 2000;

test('an answer that came in time counts, although this process was too busy to read it', async (t) => {
  const counts = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(RECEIVER, { eval: true, workerData: counts });
  const port = await new Promise((resolve) => worker.once('message', resolve));
  const pools = new ConnectionPools(new WebhookResolver({ allowPrivate: true }).lookup);
  t.after(async () => {
    await pools.stop();
    await worker.terminate();
  });
  const message = { endpointId: 'e', url: `http://127.0.0.1:${port}/`, headers: {}, body: Buffer.from('{}') };
  const options = { pools, allowPrivate: true, cut: new AbortController().signal };
  const begun = performance.now();
  const post = postWebhook(message, { ...options, timeoutMs: TIMEOUT_MS });
  while (Atomics.load(counts, 0) === 0) await nextTick();
  // From here on nothing else happens in this thread, for longer than the post may take.
  Atomics.wait(counts, 1, 0, 60_000);
  while (performance.now() < begun + TIMEOUT_MS + 100);
  const { verdict } = await post;
  assert.deepEqual([verdict.outcome, verdict.statusCode], ['succeeded', 200]);
});
