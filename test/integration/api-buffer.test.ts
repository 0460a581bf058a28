// The buffer in front of Kafka, while Kafka is away.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { createDatabase } from '../support/database.ts';
import type { FaultProxy } from '../support/fault-proxy.ts';
import { type ProxiedKafka, startProxiedKafka } from '../support/proxied-kafka.ts';
import type { TestTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';
import { call, createTenant, makeApi } from './api-fixture.ts';

const EVENT = { type: 'order.created', payload: {} };
/** How long an event may wait, and how much later it has its answer at the latest. */
const [TOLD_MS, MORE_MS] = [6000, 2000];

/** How late whatever was due here has been in all, from now on, in milliseconds: on a busy machine that is no fault of the api. */
function lateness(t: TestContext): () => number {
  const everyMs = 20;
  let sumMs = 0;
  let dueAt = performance.now() + everyMs;
  const timer = setInterval(() => {
    const now = performance.now();
    sumMs += Math.max(0, now - dueAt);
    dueAt = now + everyMs;
  }, everyMs);
  t.after(() => clearInterval(timer));
  return () => sumMs;
}

describe('while Kafka is away', { concurrency: 1 }, () => {
  let proxied: ProxiedKafka;
  let proxy: FaultProxy;
  let topics: TestTopics;

  before(async () => {
    proxied = await startProxiedKafka();
    proxy = proxied.proxy;
    topics = await proxied.createTopics();
  });
  after(async () => {
    await proxied?.[Symbol.asyncDispose]();
  });

  /** A service and a key that it has seen already. */
  async function start(t: TestContext, env: Record<string, string>) {
    const database = await createDatabase(t);
    const { service, lines } = makeApi(t, { database, topics }, { RATE_LIMIT_FREE: '1000000', ...env });
    await service.start();
    const url = `http://127.0.0.1:${service.port()}`;
    const { apiKey } = await createTenant(url);
    const post = () => call(`${url}/api/events`, 'POST', { key: apiKey, body: EVENT });
    const postBatch = (size: number) =>
      call(`${url}/api/events/batch`, 'POST', {
        key: apiKey,
        body: { events: Array.from({ length: size }, () => EVENT) },
      });
    // On a machine that is busy the first one, over new connections, may take longer than this api waits.
    await until('it accepts', async () => (await post()).status === 202);
    proxy.blackHole();
    t.after(() => proxy.heal());
    const queued = (size: number) =>
      until(`${size} wait`, async () =>
        new RegExp(`^event_queue_size ${size}$`, 'm').test((await service.metrics.scrape()).body),
      );
    return { url, lines, post, postBatch, queued };
  }

  test('a full buffer refuses before the key and the body are looked at; those who wait get a 503 in time', async (t) => {
    // Long enough for all that is looked at while they wait.
    const { url, lines, post, postBatch, queued } = await start(t, {
      BUFFER_RECORDS: '500',
      ACCEPT_TIMEOUT: '8s',
    });
    const waiting = [postBatch(399)];
    await queued(399);
    waiting.push(post());
    await queued(400);
    waiting.push(postBatch(100));
    await queued(500);
    const filling = lines.filter(({ message }) => message === 'buffer.filling');
    assert.deepEqual(
      filling.map(({ level, fields }) => [level, fields.records, fields.max_records]),
      [['warn', 400, 500]],
    );

    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    t.after(() => socket.destroy());
    const head = 'POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    socket.write(`${head}Content-Length: 9\r\n\r\n`);
    const early = String((await once(socket, 'data'))[0]);
    assert.match(early, /^HTTP\/1\.1 429 /);
    assert.match(early, /HPL_INGEST_BUFFER_FULL/);
    assert.match(early, /^retry-after: [1-5]\r$/im);
    // The connection is kept: what is left of the request is thrown away, and the next one is read.
    socket.write('{"late":1GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    assert.match(String((await once(socket, 'data'))[0]), /^HTTP\/1\.1 200 /);

    for (const answer of await Promise.all(waiting)) {
      assert.deepEqual([answer.status, answer.json.code], [503, 'HPL_INGEST_UNAVAILABLE'], answer.text);
    }
    proxy.heal();
    await until('it accepts again', async () => (await post()).status === 202);
    assert.equal(lines.filter(({ message }) => message === 'buffer.drained').length, 1);
    assert.equal(lines.filter(({ message }) => message === 'buffer.filling').length, 1);
  });

  test('10,000 events that wait all have their answer in time, and those beyond have it at once', async (t) => {
    const { post, postBatch, queued } = await start(t, { ACCEPT_TIMEOUT: `${TOLD_MS}ms` });
    const began = performance.now();
    const timed = async (batch: ReturnType<typeof postBatch>) => {
      const answer = await batch;
      return { answer, afterMs: performance.now() - began };
    };
    const waiting = Array.from({ length: 20 }, () => timed(postBatch(500)));
    const lateMs = lateness(t);
    await queued(10_000);
    const admittedMs = performance.now() - began;
    const first = await timed(post());
    assert.deepEqual([first.answer.status, first.answer.json.code], [429, 'HPL_INGEST_BUFFER_FULL']);
    for (const { answer, afterMs } of await Promise.all(waiting)) {
      assert.equal(answer.json.code, 'HPL_INGEST_UNAVAILABLE', answer.text.slice(0, 300));
      assert.equal(answer.status, 503);
      assert.ok(afterMs >= first.afterMs);
      const waitedMs = afterMs - admittedMs;
      assert.ok(
        waitedMs < TOLD_MS + MORE_MS + lateMs(),
        `after ${waitedMs} ms, while timers were ${lateMs()} ms late`,
      );
    }
    proxy.heal();
    await until('it accepts again', async () => (await post()).status === 202);
  });
});
