// A day at the end of its retention: how long the statements are that take it away, and what those notice of it who store
// and deliver events meanwhile. Rounds, each with a day of its own; the medians and the longest statement count.
import { randomUUID } from 'node:crypto';
import { startPostgres } from '@hopline/dev/embedded-postgres';
import { createRetain, type Retain } from '@hopline/persist/retention/retain';
import { migrateDatabase } from '@hopline/postgres/migrate';
import { createPool, type Pool, type PoolOptions } from '@hopline/postgres/pool';
import { findExpiredDays } from '@hopline/postgres/retention/find-expired-days';
import { noFailpoint } from '@hopline/runtime/failpoint';
import { sleep } from '@hopline/runtime/wait';
import { eventDay } from '@hopline/wire/event';
import { keyHash } from '@hopline/wire/partitioner';
import type { Histogram } from '../load/histogram.ts';
import { type Figures, overRounds, type RoundFigures } from '../over-rounds.ts';
import { fillDay, OPEN_ONE_IN } from './fill-day.ts';
import { type Latencies, startNeighbours } from './neighbours.ts';

export interface RetentionOptions {
  /** Events of the day, each with a delivery and an attempt. */
  readonly rows: number;
  readonly rounds: number;
  /** How long the neighbours are measured alone, before. */
  readonly seconds: number;
  readonly say: (text: string) => void;
}

const DAY_MS = 86_400_000;
const RETENTION_MS = 30 * DAY_MS;
const ENDPOINTS = 100;
// Filling 100,000 rows is one statement.
const FILL_TIMEOUT_MS = 600_000;
const MAX_TRIES = 60;
/** Until connections are made and statements prepared. */
const SETTLE_MS = 3000;

export async function benchRetention(options: RetentionOptions): Promise<Record<string, unknown>> {
  // Durable: what is measured is what users run.
  const postgres = await startPostgres({ durable: true });
  const pools: Pool[] = [];
  const open = (size: number, rest: Partial<PoolOptions> = {}) => {
    const settings = { databaseUrl: postgres.url, size, applicationName: 'hopline-bench' };
    const pool = createPool({ ...settings, onIdleError: () => {}, ...rest });
    pools.push(pool);
    return pool;
  };
  try {
    await migrateDatabase(postgres.url);
    return await measure(options, open);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
    await postgres.close();
  }
}

type Open = (size: number, rest?: Partial<PoolOptions>) => Pool;

async function measure(options: RetentionOptions, open: Open): Promise<Record<string, unknown>> {
  const { rows, rounds, say } = options;
  const longest = new Map<string, number>();
  const setUp = open(1, { statementTimeoutMs: FILL_TIMEOUT_MS });
  const watched = open(2, {
    onOperation: (name, seconds) => longest.set(name, Math.max(longest.get(name) ?? 0, seconds * 1000)),
  });
  const tenant = await addTenant(setUp);
  const log = {
    info: () => {},
    warn: (fields: object, name: string) => say(`${name} ${JSON.stringify(fields)}`),
  } as unknown as Parameters<typeof createRetain>[0]['log'];
  const retain = createRetain({
    ...{ pool: watched, retentionMs: RETENTION_MS, failpoint: noFailpoint, log },
    daysDropped: { inc() {} },
    cancelled: { inc() {} },
  });
  const theirs = open(8);

  const figures: RoundFigures[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // Later and later days: the keys that a round leaves belong to the next one's past.
    const day = eventDay(Date.now() - RETENTION_MS - (rounds - round + 3) * DAY_MS);
    say(`round ${round} of ${rounds}: ${rows} events on ${day}`);
    await fillDay(setUp, { day, rows, say, ...tenant });
    await using neighbours = await startNeighbours(theirs, tenant);
    await sleep(SETTLE_MS);
    neighbours.take();
    await sleep(options.seconds * 1000);
    const before = neighbours.take();
    const startedAt = performance.now();
    await takeAway(setUp, retain);
    const seconds = (performance.now() - startedAt) / 1000;
    const during = neighbours.take();
    figures.push(figuresOf(before, during, seconds));
    say(`round ${round} of ${rounds}: ${JSON.stringify(figures.at(-1))}`);
  }
  const statements = Object.fromEntries([...longest].map(([name, ms]) => [name, Math.round(ms)]));
  const longestMs = Math.max(...longest.values());
  return {
    ...{ rows, open: Math.floor(rows / OPEN_ONE_IN), rounds },
    longestStatementMs: Math.round(longestMs),
    longestStatement: [...longest].find(([, ms]) => ms === longestMs)?.[0],
    statements,
    ...overRounds(figures),
  };
}

/** Drops the day, and, as if a day had passed since, its keys. */
async function takeAway(pool: Pool, retain: Retain): Promise<void> {
  const { signal } = new AbortController();
  const rounds = async (isOver: () => Promise<boolean>) => {
    // A round ends when somebody is in the way, such as autovacuum; in production the next one comes minutes later.
    for (let tries = 1; ; tries += 1) {
      while (await retain(signal));
      if (await isOver()) return;
      if (tries === MAX_TRIES) throw new Error('the day was not taken away as a whole');
      await sleep(1000);
    }
  };
  await rounds(async () => (await findExpiredDays(pool, RETENTION_MS)).length === 0);
  await pool.query(`update expired_days set dropped_at = dropped_at - interval '25 hours'`);
  await rounds(async () => (await pool.query('select from expired_days')).rowCount === 0);
}

function figuresOf(before: Latencies, during: Latencies, retentionSeconds: number): RoundFigures {
  const p99 = (of: Histogram) => of.quantile(0.99);
  return {
    medians: {
      retentionSeconds,
      persist: sides(before.persist, during.persist),
      deliver: sides(before.deliver, during.deliver),
    },
    worst: {
      worstPersistP99During: p99(during.persist),
      worstDeliverP99During: p99(during.deliver),
    },
  };
}

function sides(before: Histogram, during: Histogram): Figures {
  return {
    p50Before: before.quantile(0.5),
    p50During: during.quantile(0.5),
    p99Before: before.quantile(0.99),
    p99During: during.quantile(0.99),
    maxDuring: during.quantile(1),
    ratio: during.quantile(0.99) / before.quantile(0.99),
  };
}

async function addTenant(pool: Pool): Promise<{ organizationId: string; endpointIds: string[] }> {
  const organizationId = randomUUID();
  const endpointIds = Array.from({ length: ENDPOINTS }, () => randomUUID());
  await pool.query(`insert into organizations (id, name, tier) values ($1, 'Bench', 'pro')`, [
    organizationId,
  ]);
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash)
     select id, $1, 'https://example.com/hook', '{*}', 'whsec_', key_hash
       from unnest($2::uuid[], $3::int[]) as given (id, key_hash)`,
    [organizationId, endpointIds, endpointIds.map(keyHash)],
  );
  return { organizationId, endpointIds };
}
