// The stage of a rolling run: the services as processes, several of each, a round-robin proxy in front of the api, tenants
// that were made over HTTP, a load through the proxy, and receivers.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parseLadder } from '@hopline/wire/ladder';
import { groupNames, topicNames } from '@hopline/wire/topics';
import { CHILD_ENV } from '../../support/child-env.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { createDatabase, requiredEnv, type TestDatabase } from '../../support/database.ts';
import { type RawKafka, rawKafka } from '../../support/kafka-raw.ts';
import { SECRET_KEYS } from '../../support/secret-keys.ts';
import { until } from '../../support/until.ts';
import { isCommitted } from '../stage-parts.ts';
import { type FootprintWatch, watchFootprints } from '../watch-footprints.ts';
import { createFleet, type Fleet, SERVICES, type ServiceName } from './fleet.ts';
import { type HttpLoad, startHttpLoad } from './http-load.ts';
import type { RollingEndpoint } from './judge-rolling.ts';
import { type RollingReceivers, startReceivers } from './receivers.ts';
import { makeTenants } from './rolling-tenants.ts';
import { PROBE_PATIENCE_MS, startRoundRobin } from './round-robin.ts';
import type { Brokers } from './scenario.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const ADMIN_TOKEN = 'an-admin-token-of-a-rolling-run-0123456789';
const LADDER = '5s,1m,10m,1h';
const WEBHOOK_TIMEOUT_S = 15;
/** What Node makes of the modules is kept: with many starts on few cores nobody would get to work. */
const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'node-compile');
/** Of this process: receivers that wait for a core behind those that start would time out. */
const PRECEDENCE = -10;
/** Of a stop beyond the longest post: what docs/reliability.md promises no second post for. */
const STOP_MARGIN_S = 5;
const DRAIN_LIMIT_MS = 180_000;

export interface RollingStage {
  readonly database: TestDatabase;
  readonly raw: RawKafka;
  readonly fleet: Fleet;
  readonly load: HttpLoad;
  readonly receivers: RollingReceivers;
  readonly footprints: FootprintWatch;
  readonly endpoints: readonly RollingEndpoint[];
  readonly brokers: string[];
  /** What the scenario has asked for. */
  readonly special: Brokers | undefined;
  readonly eventsTopic: string;
  /** The load, in events a second. */
  readonly rate: number;
  /** Waits until so many more posts have come. */
  posted(more: number): Promise<void>;
  /** Waits until no more is under way than a second's load: what a rollout waits for between two of its steps. */
  settled(): Promise<void>;
  /** Runs the migrate job of this release or of another one's tree. */
  migrate(tree?: string): Promise<void>;
  /** Waits until everything in the log is stored and delivered. */
  drained(): Promise<void>;
  logs(): string;
  say(text: string): void;
}

export interface RollingOptions {
  readonly counts: Readonly<Record<ServiceName, number>>;
  /** Others than those of all runs. */
  readonly brokers?: Brokers | undefined;
  /** Events a second. */
  readonly rate: number;
  readonly acceptTimeoutMs: number;
  readonly say: (text: string) => void;
}

export async function openRolling(
  t: Cleanup,
  { counts, brokers: given, rate, acceptTimeoutMs, say }: RollingOptions,
): Promise<RollingStage> {
  const brokers = given?.addresses ?? requiredEnv('TEST_KAFKA_BROKERS');
  const prefix = `t${randomBytes(4).toString('hex')}`;
  const topics = topicNames(prefix, parseLadder(LADDER));
  const groups = groupNames(prefix);
  const database = await createDatabase(t);
  const raw = rawKafka(brokers.split(','));
  t.after(() => raw[Symbol.asyncDispose]());
  const shared = {
    ...{
      NODE_COMPILE_CACHE,
      DATABASE_URL: database.url,
      KAFKA_BROKERS: brokers,
      TOPIC_PREFIX: prefix,
      RETRY_LADDER: LADDER,
    },
    ...{
      SECRET_KEYS,
      ALLOW_PRIVATE_WEBHOOKS: 'true',
      WEBHOOK_TIMEOUT: `${WEBHOOK_TIMEOUT_S}s`,
      POOL_SIZE: '5',
    },
  };
  const migrate = (tree: string = root) =>
    runMigrate(tree, {
      ...{ ...CHILD_ENV, ...shared, REPLICATION_FACTOR: String(given?.replicationFactor ?? 1) },
      MIN_INSYNC_REPLICAS: String(given?.minInsyncReplicas ?? 1),
    });
  await migrate();

  takePrecedence(t);
  const receivers = await startReceivers(t);
  const proxy = await startRoundRobin(t);
  const fleet = createFleet(
    t,
    {
      api: {
        ...shared,
        KAFKA_BROKERS: given?.ofApi ?? brokers,
        ADMIN_TOKEN,
        ACCEPT_TIMEOUT: `${acceptTimeoutMs}ms`,
        // Longer than the proxy takes to find out: a probe's interval and the time that it may take.
        SHUTDOWN_DELAY: `${PROBE_PATIENCE_MS + 1000}ms`,
        SHUTDOWN_GRACE: '20s',
      },
      persist: { ...shared, SHUTDOWN_GRACE: '20s' },
      deliver: { ...shared, SHUTDOWN_GRACE: `${WEBHOOK_TIMEOUT_S + STOP_MARGIN_S}s` },
    },
    proxy,
  );
  // One after the other, so that a busy machine is not busier than it must be.
  for (const service of SERVICES) {
    for (let i = 0; i < counts[service]; i += 1) await fleet.grow(service);
  }
  const { endpoints, targetOf } = await makeTenants(proxy.url, ADMIN_TOKEN, receivers, rate);
  const load = startHttpLoad(proxy.url, rate, targetOf);
  t.after(() => load.stop());

  const footprints = watchFootprints(() => fleet.watched());

  const isDelivered = async () => {
    const { rows } = await database.pool.query<{ open: boolean }>(
      "select exists (select from deliveries where state in ('pending', 'sending')) as open",
    );
    return rows[0]?.open === false;
  };
  return {
    ...{ database, raw, fleet, load, receivers, endpoints, footprints, migrate, say },
    ...{ brokers: brokers.split(','), special: given, eventsTopic: topics.events, rate },
    async posted(more) {
      const wanted = receivers.posts.length + more;
      await until(`${more} more posts come`, () => receivers.posts.length >= wanted, DRAIN_LIMIT_MS);
      footprints.warm();
    },
    async settled() {
      const underWay = () => load.owed() - receivers.posts.length;
      await until('the system has caught up', () => underWay() <= rate, DRAIN_LIMIT_MS);
    },
    async drained() {
      const isDrained = async () =>
        (await isCommitted(raw, groups.persist, topics.events)) && (await isDelivered());
      await until('all is stored and delivered', isDrained, DRAIN_LIMIT_MS);
      await footprints.drained();
    },
    logs: () => fleet.logs(),
  };
}

/** As far as the system lets us: without it a busy machine only shows more retries. */
function takePrecedence(t: Cleanup): void {
  try {
    setPriority(PRECEDENCE);
    t.after(() => setPriority(0));
  } catch {}
}

async function runMigrate(tree: string, env: Record<string, string>): Promise<void> {
  const main = join(tree, 'services', 'migrate', 'src', 'main.ts');
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`migrate ended with code ${code}:\n${output}`);
}

/** For who wants to know what went wrong. */
export function keepRolling({ load, receivers }: RollingStage, folder: string): void {
  const lines = (all: readonly object[]) => `${all.map((one) => JSON.stringify(one)).join('\n')}\n`;
  writeFileSync(join(folder, 'requests.jsonl'), lines(load.sent));
  writeFileSync(join(folder, 'posts.jsonl'), lines(receivers.posts));
}
