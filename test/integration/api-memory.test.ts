// What bodies leave in the memory of an api process.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test } from 'node:test';
import { startApiProcess } from '../support/api-process.ts';
import { sendRequest } from '../support/http-request.ts';
import { MEMORY_REPORTS, memoryOf } from '../support/memory-of.ts';
import { startProxiedKafka } from '../support/proxied-kafka.ts';
import { until } from '../support/until.ts';

const KIB = 1024;

test('while an event or a batch waits for Kafka its body is not kept, only its records', async (t) => {
  const proxied = await startProxiedKafka();
  t.after(() => proxied[Symbol.asyncDispose]());
  const { proxy } = proxied;
  const topics = await proxied.createTopics();
  const api = await startApiProcess(t, {
    KAFKA_BROKERS: proxy.address,
    TOPIC_PREFIX: topics.prefix,
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    ACCEPT_TIMEOUT: '60s',
    ...MEMORY_REPORTS,
  });
  const key = await api.createKey();
  const agent = new Agent({ keepAlive: true });
  t.after(() => agent.destroy());
  const post = (path: string, body: string) =>
    sendRequest(
      api.port,
      {
        method: 'POST',
        path,
        headers: [
          ['x-api-key', key],
          ['content-type', 'application/json'],
        ],
        body: Buffer.from(body),
      },
      agent,
    );
  const padded = `{"type":"a","payload":{}${' '.repeat(250 * KIB)}}`;
  const count = 80;
  // As many as are let in at once: those that wait for room wait for 2 s at most.
  const atOnce = 20;
  /** Has all of them wait for Kafka, calls that back, and lets them go. */
  const whileTheyWait = async (path: string, body: string, look: () => Promise<number>) => {
    proxy.blackHole();
    const waiting: ReturnType<typeof post>[] = [];
    while (waiting.length < count) {
      for (let i = 0; i < atOnce; i += 1) waiting.push(post(path, body));
      await until(`${waiting.length} wait for Kafka`, async () => {
        const metrics = await (await fetch(`${api.url}/metrics`)).text();
        return new RegExp(`^event_queue_size ${waiting.length}$`, 'm').test(metrics);
      });
    }
    const found = await look();
    proxy.heal();
    for (const answer of await Promise.all(waiting)) assert.equal(answer !== 'reset' && answer.status, 202);
    return found;
  };
  for (const [path, body] of [
    ['/api/events', padded],
    // Both what is refused and what is posted must hold nothing of it.
    ['/api/events/batch', `{"events":[{"type":7},${padded}]}`],
  ] as const) {
    // What a process takes once, such as connections and compiled code, is no part of it.
    await whileTheyWait(path, body, async () => 0);
    const before = await memoryOf(api.service);
    const during = await whileTheyWait(path, body, () => memoryOf(api.service));
    t.diagnostic(`${path}: ${before} bytes in use before, ${during} while ${count} bodies of 250 KiB wait`);
    assert.ok(during - before < (count * body.length) / 4, `${during} bytes in use, and ${before} before`);
  }
});
