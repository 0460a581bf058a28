import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, readFile, truncate } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { availableGuard } from '../src/death-guard.ts';
import { startKafka } from '../src/embedded-kafka.ts';
import { makeKafkaArchive } from '../src/kafka-archive.ts';
import { fetchKafkaJars } from '../src/kafka-jars.ts';
import { readKafkaLock } from '../src/kafka-lock.ts';
import { probeKafka } from '../src/kafka-probe.ts';
import { prepareKafkaRuntime } from '../src/kafka-runtime.ts';
import { portIsFree } from '../src/ports.ts';
import { eventually } from './support/eventually.ts';
import { holdServer } from './support/hold-server.ts';
import { processesWith } from './support/processes.ts';
import { startProxy } from './support/tcp-proxy.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

/** Where an answer must come: it only bounds a test that fails anyway. */
const PROBE_MS = 60_000;

test('stops, starts and comes back from a kill on the same port with the same identity', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  const kafka = await startKafka({ dataDirectory });
  t.after(() => kafka.node.kill());
  const { node } = kafka;
  const identity = () => readFile(join(dataDirectory, 'node-1', 'log', 'meta.properties'), 'utf8');
  const before = await identity();
  assert.deepEqual(kafka.brokers, [`127.0.0.1:${node.port}`]);

  assert.equal(await node.stop(60_000), true);
  assert.equal(node.pid, undefined);
  assert.equal(await portIsFree(node.port), true);
  await node.start();
  await node.kill();
  assert.equal((await node.exited).signal, 'SIGKILL');
  assert.equal(await probeKafka(node.port), undefined);
  await node.start();
  assert.equal((await probeKafka(node.port, PROBE_MS))?.brokers[0]?.port, node.port);
  assert.equal(await identity(), before);
  await kafka.close();
});

test('a listener can stand behind a proxy: its clients are sent to the proxy again', async (t) => {
  await using kafka = await startKafka({ listeners: [{ name: 'PROXIED', advertisedPort: 'free' }] });
  const proxied = kafka.node.listeners.PROXIED;
  assert.ok(proxied && proxied.port !== proxied.advertisedPort);
  assert.deepEqual(kafka.advertised('PROXIED'), [`127.0.0.1:${proxied.advertisedPort}`]);
  await startProxy(t, proxied.advertisedPort, proxied.port);
  const seen = await probeKafka(proxied.advertisedPort, PROBE_MS);
  assert.equal(seen?.brokers[0]?.port, proxied.advertisedPort);
  assert.equal((await probeKafka(kafka.node.port, PROBE_MS))?.brokers[0]?.port, kafka.node.port);
});

test('a paused broker does not answer until it is resumed, and close ends it all the same', async () => {
  await using kafka = await startKafka();
  kafka.node.pause();
  assert.equal(await probeKafka(kafka.node.port, 300), undefined);
  kafka.node.resume();
  await eventually('it answers again', () => probeKafka(kafka.node.port));
  kafka.node.pause();
});

for (const guard of new Set([availableGuard(), 'shell', 'none'] as const)) {
  test(`its directory can be used after its supervisor was killed (guard: ${guard})`, async (t) => {
    const dataDirectory = join(await temporaryDirectory(t), 'data');
    const { holder } = await holdServer(t, 'kafka', dataDirectory, guard);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    if (guard !== 'none')
      await eventually('nothing is left', () => processesWith(dataDirectory).length === 0);
    const kafka = await startKafka({ dataDirectory });
    await kafka.close();
    assert.deepEqual(processesWith(dataDirectory), []);
  });
}

test('a broker that cannot start says why in one line, and is gone', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  await assert.rejects(startKafka({ dataDirectory, properties: { 'num.io.threads': 'many' } }), {
    name: 'DevError',
    message: /^Kafka ended while it started \(.*num\.io\.threads.*\)$/,
  });
  assert.deepEqual(processesWith(dataDirectory), []);
});

test('an abort during the start leaves nothing, and the next start works', async (t) => {
  const dataDirectory = join(await temporaryDirectory(t), 'data');
  for (const ms of [0, 150, 600]) {
    const signal = AbortSignal.timeout(ms);
    await startKafka({ dataDirectory, signal }).then(
      (kafka) => kafka.close(),
      (error) => assert.equal(error, signal.reason),
    );
    assert.deepEqual(processesWith(dataDirectory), []);
  }
  const kafka = await startKafka({ dataDirectory });
  await kafka.close();
});

test('jars come from the local Maven cache; a damaged one is fetched again, and nothing else', async (t) => {
  const directory = await temporaryDirectory(t);
  const lock = readKafkaLock();
  const jars = lock.jars.filter(({ id }) => id.startsWith('org.slf4j:'));
  const small = { ...lock, jars };
  const { classPath } = await prepareKafkaRuntime();
  const source = (name: string) => classPath.split(delimiter).find((file) => file.endsWith(name)) ?? '';
  const mavenRepository = join(directory, 'maven');
  for (const { id } of jars) {
    const [, artifact, version] = id.split(':');
    const name = `${artifact}-${version}.jar`;
    await cp(source(name), join(mavenRepository, 'org', 'slf4j', `${artifact}`, `${version}`, name));
  }
  const target = join(directory, 'jars');
  const fetched: number[] = [];
  const fetch = () =>
    fetchKafkaJars({
      lock: small,
      directory: target,
      mavenRepository,
      onProgress: (p) => fetched.push(p.jarsDone),
    });
  const files = await fetch();
  assert.deepEqual(fetched, [1, 2]);
  await truncate(files[0] ?? '', 10);
  await fetch();
  assert.deepEqual(fetched, [1, 2, 2]);
  assert.deepEqual(await fetch(), files);
  assert.deepEqual(fetched, [1, 2, 2]);
});

test('the AppCDS archive is made by a broker that leaves nothing, and brokers start with it', async (t) => {
  const runtime = await prepareKafkaRuntime();
  const archiveFile = join(await temporaryDirectory(t), 'kafka.jsa');
  const own = { ...runtime, archiveFile };
  assert.equal(await makeKafkaArchive(own, AbortSignal.timeout(240_000)), true);
  assert.deepEqual(processesWith(archiveFile), []);
  await using kafka = await startKafka({ runtime: own });
  assert.ok(processesWith(archiveFile).some((line) => line.startsWith(`${kafka.node.pid} `)));
});
