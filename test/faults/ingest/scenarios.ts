// Faults of the api and of what it needs, under a load over HTTP: what was answered 202 must be stored once and come to its
// receivers, whatever became of the other requests, and no request may hang.
import { startKafkaCluster } from '@hopline/dev/embedded-kafka';
import { sleep } from '@hopline/runtime/wait';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { API } from '../../support/kafka-frames.ts';
import { until } from '../../support/until.ts';
import { fillBroker, unfelt } from '../full-disk.ts';
import type { RollingStage } from '../rolling/open-rolling.ts';
import type { RollingScenario } from '../rolling/scenario.ts';

const COUNTS = { api: 2, persist: 1, deliver: 1 };
/** Events a second: these look at what becomes of each, not at how many there may be. */
const RATE = 100;
const BEFORE = 200;
const KILLS = 5;
const HOLE_MS = 20_000;
const SWALLOW_MS = 30_000;
/** One reply of so many is lost. */
const SWALLOW_EVERY = 20;
const FULL_MS = 10_000;
/** What the broker's disk still takes, in bytes: the last batch in part. */
const ROOM = 1000;
/** What the proxy says for instances that have said by `/readyz` that they take nothing: those without a broker. */
const NONE_READY = 'no instance is ready';
const BACK_LIMIT_MS = 120_000;

/** The api's way to the broker leads through a proxy that can do what networks do. */
const proxied: RollingScenario['brokers'] = async (t, { kafka }) => {
  const listener = kafka.node.listeners.PROXIED;
  if (!listener) throw new Error('the broker has no listener for a proxy');
  const proxy = await startFaultProxy(listener.advertisedPort, listener.port);
  t.after(() => proxy.close());
  return { addresses: kafka.brokers.join(','), ofApi: proxy.address, proxy };
};

function proxyOf({ special }: RollingStage) {
  if (!special?.proxy) throw new Error('this run has no proxy');
  return special.proxy;
}

const accepted = ({ load }: RollingStage) => load.sent.filter(({ status }) => status === 202).length;
const refused = ({ load }: RollingStage) =>
  load.sent.filter(({ endedAt, status }) => Number.isFinite(endedAt) && status !== 202).length;

/** Waits until events are accepted as before. */
async function back(stage: RollingStage): Promise<void> {
  const wanted = accepted(stage) + BEFORE;
  await until('events are accepted again', () => accepted(stage) >= wanted, BACK_LIMIT_MS);
}

const apiKill: RollingScenario = {
  name: 'api-kill',
  about: `kill -9 of an api, ${KILLS} times, with another one in its place each time`,
  ...{ counts: { ...COUNTS, api: 3 }, rate: RATE, mayRefuse: true },
  async run(stage) {
    for (let i = 0; i < KILLS; i += 1) {
      await stage.posted(BEFORE);
      await stage.fleet.kill('api');
      await stage.fleet.grow('api');
    }
    await back(stage);
    return [];
  },
};

const blackHole: RollingScenario = {
  name: 'broker-black-hole',
  about: `nothing gets through between the api and the broker for ${HOLE_MS / 1000} s, and nobody is told`,
  ...{ counts: COUNTS, rate: RATE, mayRefuse: true, brokers: proxied },
  async run(stage) {
    const proxy = proxyOf(stage);
    await stage.posted(BEFORE);
    const before = refused(stage);
    proxy.blackHole();
    try {
      await sleep(HOLE_MS);
    } finally {
      proxy.heal();
    }
    const felt = refused(stage) - before;
    await back(stage);
    return felt > 0 ? [] : ['nobody was refused: it was no black hole'];
  },
};

const swallowedReplies: RollingScenario = {
  name: 'swallowed-replies',
  about: `one reply of ${SWALLOW_EVERY} to the api's requests to append is lost, for ${SWALLOW_MS / 1000} s: the broker has them, and gets them again`,
  ...{ counts: COUNTS, rate: RATE, mayRefuse: true, brokers: proxied },
  async run(stage) {
    const proxy = proxyOf(stage);
    await stage.posted(BEFORE);
    const [before, end] = [proxy.requests(API.produce), performance.now() + SWALLOW_MS];
    let injected = 0;
    while (performance.now() < end) {
      const wanted = Math.floor((proxy.requests(API.produce) - before) / SWALLOW_EVERY);
      if (wanted > injected) proxy.inject(API.produce, { kind: 'swallow-reply' }, wanted - injected);
      injected = Math.max(injected, wanted);
      await sleep(20);
    }
    await back(stage);
    await stage.load.stop();
    await stage.drained();
    const { rows } = await stage.database.pool.query<{ n: number }>(
      'select coalesce(sum(duplicates), 0)::int as n from ledger',
    );
    const copies = rows[0]?.n ?? 0;
    stage.say(`${proxy.faultsMet()} replies were lost, ${copies} records stand in the log twice`);
    return copies > 0 ? [] : ['no record stands in the log twice: no reply that mattered was lost'];
  },
};

const brokers: RollingScenario = {
  name: 'brokers',
  about:
    'three brokers, two copies of which must have an event: each is restarted, then one is killed, then two',
  // Longer than three brokers on one machine take to find out that one of them is dead, and to elect others.
  ...{ counts: COUNTS, rate: RATE, mayRefuse: true, acceptTimeoutMs: 12_000 },
  async brokers(t) {
    const cluster = await startKafkaCluster({ properties: { 'broker.session.timeout.ms': '3000' } });
    t.after(() => cluster.close());
    return { addresses: cluster.brokers.join(','), replicationFactor: 3, minInsyncReplicas: 2, cluster };
  },
  async run(stage) {
    const nodes = stage.special?.cluster?.nodes ?? [];
    const inSync = () => until('all copies are in sync', () => allInSync(stage, nodes.length), BACK_LIMIT_MS);
    await stage.posted(BEFORE);
    for (const node of nodes) {
      await node.stop();
      await back(stage);
      await node.start();
      await inSync();
      stage.say(`restarted a broker, ${refused(stage)} requests refused so far`);
    }
    const [first, second] = nodes;
    await first?.kill();
    await back(stage);
    const before = refused(stage);
    await second?.kill();
    await until('events are refused', () => refused(stage) > before, BACK_LIMIT_MS);
    await Promise.all([first?.start(), second?.start()]);
    await inSync();
    await back(stage);
    return before === 0 ? [] : [`${before} requests were refused while two brokers were there`];
  },
};

const brokerFull: RollingScenario = {
  name: 'broker-full',
  about: `the broker's disk is full: it ends by itself, and is started ${FULL_MS / 1000} s later, when there is space. What an api refuses it answers 503`,
  ...{ counts: COUNTS, rate: RATE, mayRefuse: true },
  // The run's own one, to reach its process.
  brokers: async (_, { kafka }) => ({ addresses: kafka.brokers.join(','), cluster: kafka }),
  async run(stage) {
    const [node] = stage.special?.cluster?.nodes ?? [];
    if (!node) throw new Error('this run has no broker of its own');
    await stage.posted(BEFORE);
    let said: readonly string[] = [];
    fillBroker(node, stage.eventsTopic, ROOM);
    try {
      await until('the broker gives up', () => node.pid === undefined, BACK_LIMIT_MS);
      await sleep(FULL_MS);
      said = [...node.lastLines];
    } finally {
      node.limitFiles(undefined);
      await node.start();
    }
    await back(stage);
    const ended = stage.load.sent.filter(({ endedAt, status }) => Number.isFinite(endedAt) && status !== 202);
    const others = ended.filter(({ status, problem }) => status !== 503 && !problem?.includes(NONE_READY));
    return [
      ...unfelt('the broker', said),
      ...(ended.some(({ status }) => status === 503) ? [] : ['no api has said 503: its disk was not full']),
      ...others.slice(0, 3).map(({ number, problem }) => `request ${number} was answered ${problem}`),
    ];
  },
};

async function allInSync({ raw, eventsTopic }: RollingStage, copies: number): Promise<boolean> {
  const inSync = await raw.inSync(eventsTopic).catch(() => []);
  return inSync.length > 0 && inSync.every((replicas) => replicas.length === copies);
}

export const ingestScenarios: readonly RollingScenario[] = [
  apiKill,
  blackHole,
  swallowedReplies,
  brokerFull,
  brokers,
];
