import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startKafkaCluster } from '../src/embedded-kafka.ts';
import type { KafkaNode } from '../src/kafka-node.ts';
import { probeKafka } from '../src/kafka-probe.ts';
import { eventually } from './support/eventually.ts';
import { processesWith } from './support/processes.ts';
import { startProxy } from './support/tcp-proxy.ts';

/** Longer than a machine is held up by other things. */
const PROBE_MS = 20_000;

/** The ids of the brokers that this node would send its clients to. */
async function seenBy(node: KafkaNode): Promise<string> {
  const metadata = await probeKafka(node.port, PROBE_MS);
  return (metadata?.brokers ?? [])
    .map(({ id }) => id)
    .toSorted()
    .join();
}

test('three nodes lose one in each way there is, go on as two and take it back', async (t) => {
  const cluster = await startKafkaCluster({ listeners: [{ name: 'PROXIED', advertisedPort: 'free' }] });
  t.after(() => cluster.close());
  const [first, second, third] = cluster.nodes as [KafkaNode, KafkaNode, KafkaNode];
  for (const node of cluster.nodes) assert.equal(await seenBy(node), '1,2,3');

  await first.kill();
  await eventually('two go on', async () => (await seenBy(second)) === '2,3');
  await first.start();
  await eventually('three again', async () => (await seenBy(second)) === '1,2,3');

  await second.stop(60_000);
  await eventually('two go on', async () => (await seenBy(third)) === '1,3');
  await second.start();
  await eventually('three again', async () => (await seenBy(third)) === '1,2,3');

  third.pause();
  await eventually('two go on', async () => (await seenBy(first)) === '1,2');
  third.resume();
  await eventually('three again', async () => (await seenBy(first)) === '1,2,3');

  const advertised = cluster.nodes.map((node) => node.listeners.PROXIED?.advertisedPort ?? 0);
  for (const node of cluster.nodes) {
    const { port = 0, advertisedPort = 0 } = node.listeners.PROXIED ?? {};
    await startProxy(t, advertisedPort, port);
  }
  const seen = await probeKafka(advertised[0] ?? 0, PROBE_MS);
  assert.deepEqual(seen?.brokers.map(({ port }) => port).toSorted(), advertised.toSorted());

  third.pause();
  const ids = cluster.nodes.map((node) => node.pid);
  await cluster.close();
  assert.deepEqual(
    processesWith('kafka.Kafka').filter((line) => ids.includes(Number.parseInt(line, 10))),
    [],
  );
});
