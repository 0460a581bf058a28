// What fresh deliveries notice of replays: the same steady traffic alone, and while every organization that it is of has a
// replay under way to the same endpoints. persist and deliver run as in production. The two take turns, and which of them is
// first changes from round to round.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@hopline/dev/ports';
import { createPool, type Pool } from '@hopline/postgres/pool';
import { changeReplay } from '@hopline/postgres/replays/change-replay';
import { createReplay } from '@hopline/postgres/replays/create-replay';
import { keyHash } from '@hopline/wire/partitioner';
import { uuidV7 } from '@hopline/wire/uuid';
import { type Figures, overRounds } from '../over-rounds.ts';
import { makeTenancies, type Tenancy } from '../persist/corpus.ts';
import { type EventSource, openSource } from '../persist/source.ts';
import { type LoadedServer, startServer } from '../server-process.ts';
import { median, rounded } from '../statistics.ts';
import { type BenchSystem, root, startSystem } from '../system.ts';
import { addFailed } from './failed-rows.ts';
import { type Receiver, sendFresh, startReceiver } from './fresh-traffic.ts';

export interface ReplayOptions {
  readonly rounds: number;
  /** Length of each of the two parts of a round. */
  readonly seconds: number;
  /** Fresh events a second. */
  readonly perSecond: number;
  /** REPLAY_RATE; undefined: its default. */
  readonly replayRate: number;
  readonly say: (text: string) => void;
}

const ORGANIZATIONS = 10;
const SETTLE_SECONDS = 5;
const PATIENCE_MS = 60_000;
const MAX_OPEN = 20;

interface Bench {
  readonly pool: Pool;
  readonly source: EventSource;
  readonly receiver: Receiver;
  readonly tenancies: readonly Tenancy[];
}

export async function benchReplay(options: ReplayOptions): Promise<Record<string, unknown>> {
  const { say, replayRate } = options;
  say('starting Kafka, Postgres, persist and deliver');
  await using system = await startSystem();
  await using receiver = await startReceiver();
  await using source = await openSource(system);
  const settings = { databaseUrl: system.env.DATABASE_URL, size: 2, applicationName: 'bench' };
  const pool = createPool({ ...settings, onIdleError: () => {} });
  try {
    const tenancies = makeTenancies(ORGANIZATIONS, source.partitions);
    await addTenancies(pool, tenancies, receiver.url);
    await using _persist = await startService(system, 'persist', { REPLAY_RATE: String(replayRate) });
    await using _deliver = await startService(system, 'deliver', {});
    return await measure({ pool, source, receiver, tenancies }, options);
  } finally {
    await pool.end();
  }
}

async function measure(bench: Bench, options: ReplayOptions): Promise<Record<string, unknown>> {
  const { rounds, seconds, perSecond, replayRate, say } = options;
  const { receiver, pool, tenancies } = bench;
  await sendFresh(bench.source, receiver, tenancies, { perSecond, seconds: SETTLE_SECONDS });
  await drained(bench);
  const figures: { alone: Figures; during: Figures; ratio: Figures }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // More than a replay can take in its time, so that it is never over before.
    const each = Math.ceil((2 * replayRate * seconds) / ORGANIZATIONS);
    await addFailed(
      pool,
      tenancies.map(({ endpointId }) => endpointId),
      each,
    );
    await pool.query('vacuum analyze');
    const parts = { alone: () => fresh(bench, options), during: () => freshBesideReplays(bench, options) };
    const names = round % 2 === 1 ? (['alone', 'during'] as const) : (['during', 'alone'] as const);
    const measured: Partial<Record<keyof typeof parts, PartFigures>> = {};
    for (const name of names) measured[name] = await parts[name]();
    const { alone, during } = measured as Record<keyof typeof parts, PartFigures>;
    const ratio = { p50: during.p50 / alone.p50, p90: during.p90 / alone.p90, p99: during.p99 / alone.p99 };
    say(`round ${round} of ${rounds}: ${JSON.stringify({ alone, during, ratio })}`);
    figures.push({ alone: { ...alone }, during: { ...during }, ratio });
  }
  const all = overRounds(figures.map((medians) => ({ medians, worst: {} })));
  const ratios = figures.map(({ ratio }) => Number(ratio.p50)).sort((a, b) => a - b);
  return {
    ...{ perSecond, replayRate, seconds, ...all },
    /** Of the medians, round by round. */
    ratiosOfP50: ratios.map(rounded),
    medianRatio: rounded(median(ratios)),
  };
}

interface PartFigures {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly fresh: number;
  readonly replayedPerSecond: number;
}

async function fresh(bench: Bench, { perSecond, seconds }: ReplayOptions): Promise<PartFigures> {
  bench.receiver.take();
  await sendFresh(bench.source, bench.receiver, bench.tenancies, { perSecond, seconds });
  await drained(bench);
  const { fresh: latencies, others } = bench.receiver.take();
  const of = (share: number) => latencies.quantile(share);
  return {
    ...{ p50: of(0.5), p90: of(0.9), p99: of(0.99) },
    ...{ fresh: latencies.total, replayedPerSecond: others / seconds },
  };
}

async function freshBesideReplays(bench: Bench, options: ReplayOptions): Promise<PartFigures> {
  const { pool, tenancies, receiver } = bench;
  const asked = tenancies.map(({ organizationId }) => ({ id: uuidV7(), organizationId }));
  const defaults = {
    endpointId: undefined,
    selection: 'failed',
    fromMicros: 0,
    toMicros: undefined,
  } as const;
  for (const one of asked) await createReplay(pool, { ...one, ...defaults, rate: 1000 }, MAX_OPEN);
  receiver.take();
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (receiver.take().others === 0) {
    if (performance.now() > giveUpAt) throw new Error('no replayed delivery has come');
    await sleep(50);
  }
  const measured = await fresh(bench, options);
  for (const { id, organizationId } of asked) await changeReplay(pool, organizationId, id, 'cancel');
  await drained(bench);
  return measured;
}

/** Until all that was sent has come, and nothing is under way. */
async function drained({ receiver, pool }: Bench): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  const open = `select 1 from deliveries where state in ('pending', 'sending') limit 1`;
  while (receiver.missing() > 0 || (await pool.query(open)).rows.length > 0) {
    if (performance.now() > giveUpAt) throw new Error(`${receiver.missing()} events have not come`);
    await sleep(100);
    // While replays are under way there is always something of theirs.
    if (receiver.missing() === 0 && (await isReplaying(pool))) return;
  }
}

async function isReplaying(pool: Pool): Promise<boolean> {
  return (await pool.query("select 1 from replays where state = 'running' limit 1")).rows.length > 0;
}

async function addTenancies(pool: Pool, tenancies: readonly Tenancy[], url: string): Promise<void> {
  for (const { organizationId, endpointId } of tenancies) {
    await pool.query(`insert into organizations (id, name, tier) values ($1, 'bench', 'pro')`, [
      organizationId,
    ]);
    await pool.query(
      `insert into endpoints (id, organization_id, url, event_types, secret, key_hash) values ($1, $2, $3, '{*}', $4, $5)`,
      [endpointId, organizationId, url, `whsec_${randomBytes(32).toString('base64')}`, keyHash(endpointId)],
    );
  }
}

async function startService(
  { env }: BenchSystem,
  name: 'persist' | 'deliver',
  extra: Record<string, string>,
): Promise<LoadedServer> {
  const script = join(root, 'services', name, 'src', 'main.ts');
  const PORT = String(await freePort());
  return await startServer(script, { ...env, ALLOW_PRIVATE_WEBHOOKS: 'true', PORT, ...extra }, '/readyz');
}
