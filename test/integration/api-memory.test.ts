// What bodies leave in the memory of an api process.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startKafka } from '@hopline/dev/embedded-kafka';
import { connectAdmin } from '@hopline/kafka/connect';
import { topicSpecifications } from '@hopline/wire/topic-specs';
import { type ApiProcess, startApiProcess } from '../support/api-process.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { sendRequest } from '../support/http-request.ts';
import { createTopics } from '../support/topics.ts';
import { until } from '../support/until.ts';

const KIB = 1024;

test('while an event or a batch waits for Kafka its body is not kept, only its records', async (t) => {
  const kafka = await startKafka({ listeners: [{ name: 'PROXIED', advertisedPort: 'free' }] });
  t.after(() => kafka.close());
  const listener = kafka.node.listeners.PROXIED;
  if (!listener) throw new Error('the broker has no proxied listener');
  const proxy = await startFaultProxy(listener.advertisedPort, listener.port);
  t.after(() => proxy.close());
  const topics = await createTopics();
  {
    await using admin = await connectAdmin({ brokers: [...kafka.brokers], clientId: 'test' });
    await admin.provision(topicSpecifications(topics.topics, { events: 3, deliveries: 3, rung: 1, dlq: 1 }), {
      replicationFactor: 1,
      minInsyncReplicas: 1,
    });
  }
  const reporter = pathToFileURL(join(import.meta.dirname, '..', 'support', 'report-memory.ts'));
  const api = await startApiProcess(t, {
    KAFKA_BROKERS: proxy.address,
    TOPIC_PREFIX: topics.prefix,
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    ACCEPT_TIMEOUT: '60s',
    NODE_OPTIONS: `--import ${reporter.href}`,
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
  for (const [path, body] of [
    ['/api/events', padded],
    // Both what is refused and what is posted must hold nothing of it.
    ['/api/events/batch', `{"events":[{"type":7},${padded}]}`],
  ] as const) {
    // What a process takes once, such as connections and compiled code, is no part of it.
    for (const answer of await Promise.all(Array.from({ length: count }, () => post(path, body)))) {
      assert.equal(answer !== 'reset' && answer.status, 202);
    }
    const before = await memoryOf(api);
    proxy.blackHole();
    const waiting = Array.from({ length: count }, () => post(path, body));
    await until('all of them wait for Kafka', async () => {
      const metrics = await (await fetch(`${api.url}/metrics`)).text();
      return new RegExp(`^event_queue_size ${count}$`, 'm').test(metrics);
    });
    const during = await memoryOf(api);
    proxy.heal();
    for (const answer of await Promise.all(waiting)) assert.equal(answer !== 'reset' && answer.status, 202);
    t.diagnostic(`${path}: ${before} bytes in use before, ${during} while ${count} bodies of 250 KiB wait`);
    assert.ok(during - before < (count * body.length) / 4, `${during} bytes in use, and ${before} before`);
  }
});

let reports = 0;

/** What is in use after a collection of garbage, in bytes. */
async function memoryOf({ service }: ApiProcess): Promise<number> {
  reports += 1;
  process.kill(service.pid, 'SIGUSR2');
  const report = new RegExp(`memory report ${reports}: (\\d+)`);
  const [, bytes] = await until('a report of memory', () => report.exec(service.log()));
  return Number(bytes);
}
