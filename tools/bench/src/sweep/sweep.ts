// What the sweeper heals: deliveries that nobody was woken for, over many endpoints; and one orphan, alone and behind the
// pending deliveries of a paused endpoint. The processes run as in production; only the sweeper's interval is short, since
// all times count from the beginning of its round.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@hopline/dev/ports';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { treeCpuMs } from '../process-usage.ts';
import { type LoadedServer, startServer } from '../server-process.ts';
import { median, rounded } from '../statistics.ts';
import { type BenchSystem, root, startSystem } from '../system.ts';
import { addEndpoints, addOrganizations, addPending } from './pending-rows.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { roundOf, type SweepRound } from './sweep-log.ts';

export interface SweepOptions {
  /** Deliveries without a wake-up, and over how many endpoints. */
  readonly deliveries: number;
  readonly endpoints: number;
  /** Pending deliveries of the paused endpoint. */
  readonly backlog: number;
  /** Orphans, each with and without the backlog. */
  readonly rounds: number;
  /** Where the deliver process writes a CPU profile. */
  readonly profileTo?: string | undefined;
  readonly say: (text: string) => void;
}

const ORGANIZATIONS = 100;
const PATIENCE_MS = 10 * 60_000;

interface Bench {
  readonly system: BenchSystem;
  readonly pool: Pool;
  readonly receiver: Receiver;
  readonly organizations: readonly string[];
  readonly deliver: LoadedServer;
  /** Those in which the sweeper found something. */
  readonly rounds: readonly SweepRound[];
  readonly startPersist: () => Promise<LoadedServer>;
}

export async function benchSweep(options: SweepOptions): Promise<Record<string, unknown>> {
  const { say } = options;
  say('starting Kafka, Postgres and a deliver process');
  await using system = await startSystem();
  await using receiver = await startReceiver();
  const pool = createPool({
    databaseUrl: system.env.DATABASE_URL ?? '',
    size: 2,
    applicationName: 'bench',
    statementTimeoutMs: 300_000,
    onIdleError: () => {},
  });
  try {
    const organizations = await addOrganizations(pool, ORGANIZATIONS);
    // Before there is anything to find: an owner looks for what is due when it takes over, and here only a wake-up counts.
    const { profileTo } = options;
    const profile = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileTo}` };
    await using deliver = await startService(system, 'deliver', profileTo === undefined ? {} : profile);
    const rounds: SweepRound[] = [];
    const startPersist = () =>
      startService(system, 'persist', {}, (line) => {
        const round = roundOf(line);
        if (round) rounds.push(round);
      });
    return await measure({ system, pool, receiver, organizations, deliver, rounds, startPersist }, options);
  } finally {
    await pool.end();
  }
}

async function measure(bench: Bench, options: SweepOptions): Promise<Record<string, unknown>> {
  const { pool, organizations, receiver } = bench;
  const { deliveries, endpoints, backlog, rounds, say } = options;
  say(`${deliveries} deliveries of ${endpoints} endpoints without a wake-up`);
  const ids = await addEndpoints(
    pool,
    Array.from({ length: endpoints }, (_, i) => ({
      url: `${receiver.url}/e${i}`,
      organization: organizations[i % organizations.length] ?? '',
    })),
  );
  await addPending(pool, ids, Math.ceil(deliveries / endpoints));
  await pool.query('analyze');
  await using _persist = await bench.startPersist();
  const healed = await heal(bench, { ...options, deliveries: endpoints * Math.ceil(deliveries / endpoints) });
  say(JSON.stringify(healed));

  say('orphans without a backlog');
  const alone = await repairOrphans(bench, rounds, 'alone');
  say(`${backlog} pending deliveries of a paused endpoint`);
  const [paused = ''] = await addEndpoints(pool, [
    { url: `${receiver.url}/paused`, organization: organizations[0] ?? '', paused: true },
  ]);
  await addPending(pool, [paused], backlog);
  await pool.query('analyze');
  const behind = await repairOrphans(bench, rounds, 'behind');
  return {
    ...healed,
    orphan: { backlog, alone, behind, ratio: rounded(behind.attemptedMs / alone.attemptedMs) },
  };
}

/** CPU time so far of all that a delivery needs, in milliseconds; the receiver is in this process. */
function cpuOf({ system, deliver }: Bench) {
  const { user, system: kernel } = process.cpuUsage();
  return {
    deliver: deliver.cpuMs(),
    postgres: treeCpuMs(system.pids.postgres),
    receiver: (user + kernel) / 1000,
  };
}

/** Waits until everything without a wake-up is attempted. */
async function heal(bench: Bench, { deliveries, endpoints, say }: SweepOptions) {
  const { receiver, rounds, pool } = bench;
  const before = cpuOf(bench);
  await waitFor(
    'all deliveries to be attempted',
    () => receiver.webhooks >= deliveries,
    say,
    () => `${receiver.webhooks} attempted`,
  );
  const [first] = rounds;
  if (!first) throw new Error('no round of the sweeper is in the log');
  const after = cpuOf(bench);
  const cpuMicros = (of: keyof typeof after) => rounded((1000 * (after[of] - before[of])) / deliveries);
  const reachedAt = Math.max(...[...receiver.firstAt.values()]);
  const attemptedMs = receiver.lastAt - first.startedAt;
  const settled = `select count(*)::int as n from deliveries where state <> 'succeeded'`;
  await waitFor(
    'all results',
    async () => (await pool.query(settled)).rows[0].n === 0,
    () => {},
  );
  return {
    deliveries,
    endpoints,
    endpointsWoken: first.endpointsWoken,
    /** Until Kafka had acknowledged a wake-up of every endpoint. */
    wokenMs: first.durationMs,
    /** Until every endpoint had its first attempt. */
    reachedMs: reachedAt - first.startedAt,
    attemptedSeconds: rounded(attemptedMs / 1000),
    attemptedPerSecond: rounded(deliveries / (attemptedMs / 1000)),
    /** CPU time of a delivery in microseconds. */
    cpu: { deliver: cpuMicros('deliver'), postgres: cpuMicros('postgres'), receiver: cpuMicros('receiver') },
    doubled: receiver.posts - receiver.webhooks,
  };
}

/** Each orphan is an endpoint of its own: one that was woken a moment ago is not woken again at once. */
async function repairOrphans(bench: Bench, count: number, name: string) {
  const { pool, receiver, organizations, rounds } = bench;
  const sweepMs: number[] = [];
  const attemptedMs: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const path = `/${name}-${i}`;
    const [id = ''] = await addEndpoints(pool, [
      { url: `${receiver.url}${path}`, organization: organizations[i % organizations.length] ?? '' },
    ]);
    const before = rounds.length;
    await addPending(pool, [id], 1);
    await waitFor(
      'an orphan',
      () => receiver.firstAt.has(path) && rounds.length > before,
      () => {},
    );
    const round = rounds[before];
    if (!round) continue;
    sweepMs.push(round.durationMs);
    attemptedMs.push((receiver.firstAt.get(path) ?? 0) - round.startedAt);
  }
  return { sweepMs: rounded(median(sweepMs)), attemptedMs: rounded(median(attemptedMs)) };
}

async function startService(
  { env }: BenchSystem,
  name: 'persist' | 'deliver',
  extra: Record<string, string>,
  onLine?: (line: string) => void,
): Promise<LoadedServer> {
  const script = join(root, 'services', name, 'src', 'main.ts');
  const PORT = String(await freePort());
  const more = { ALLOW_PRIVATE_WEBHOOKS: 'true', SWEEP_INTERVAL: '1s', PORT, ...extra };
  return await startServer(script, { ...env, ...more }, '/readyz', onLine);
}

async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  say: (text: string) => void,
  progress?: () => string,
): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let i = 1; !(await condition()); i += 1) {
    if (Date.now() > giveUpAt) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain for ${what}`);
    if (progress && i % 200 === 0) say(progress());
    await sleep(100);
  }
}
