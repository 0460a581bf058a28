// Several sweepers on one database: one works at a time, and what it does is done once. Whoever holds the lock may be
// killed or hang: another one goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSweeper } from '@hopline/persist/sweeper/sweeper';
import { WakeBackoff } from '@hopline/persist/sweeper/wake-backoff';
import { claimDeliveries } from '@hopline/postgres/deliveries/claim-deliveries';
import { withSweepLock } from '@hopline/postgres/sweeper/with-sweep-lock';
import { createLogger } from '@hopline/telemetry/logger';
import { CHILD_ENV } from '../support/child-env.ts';
import { type Cleanup, inReverse } from '../support/cleanup.ts';
import { addDeliveries, countStates, DAY } from '../support/deliveries.ts';
import { persistMetrics } from '../support/persist-metrics.ts';
import { type SweepFixture, sweepFixture } from '../support/sweep.ts';
import { until } from '../support/until.ts';

const DEAD = 1200;
const LAPSED = 700;

/** A sweeper of its own, as another process would have one. */
async function startSweeper(t: Cleanup, { deps }: SweepFixture) {
  const sweeper = createSweeper(
    { ...deps, backoff: new WakeBackoff() },
    { intervalMs: 10, roundSeconds: persistMetrics().sweeperRoundSeconds },
    createLogger('persist', 'silent'),
  );
  t.after(() => sweeper.stop(AbortSignal.timeout(5000)));
  await sweeper.start();
  return sweeper;
}

/** Another process, which has the lock. */
async function startHolder(t: Cleanup, { database }: SweepFixture, env: Record<string, string> = {}) {
  const script = join(import.meta.dirname, '../support/hold-sweep-lock.ts');
  const holder = spawn(process.execPath, [script], {
    env: { ...CHILD_ENV, DATABASE_URL: database.url, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  return holder;
}

test('two sweepers at once do together what one would do, and nothing twice', async (context) => {
  const t = inReverse(context);
  const s = await sweepFixture(t);
  const [dead, lapsed] = [await s.endpoint(), await s.endpoint()];
  await addDeliveries(s.pool, dead, DEAD);
  await s.pool.query(
    `update deliveries set state = 'dead', reason = 'exhausted', ended_at = now() - interval '2 minutes'`,
  );
  await claimDeliveries(s.pool, DAY, await addDeliveries(s.pool, lapsed, LAPSED), 60_000);
  await s.pool.query(
    `update deliveries set lease_until = now() - interval '1 second' where state = 'sending'`,
  );

  const sweepers = await Promise.all([startSweeper(t, s), startSweeper(t, s)]);
  await until('all dead letters and leases', async () => {
    const { rows } = await s.pool.query(
      `select count(*)::int as n from deliveries where state = 'sending' or (state = 'dead' and dlq_at is null)`,
    );
    return rows[0].n === 0;
  });
  await Promise.all(sweepers.map((sweeper) => sweeper.stop(AbortSignal.timeout(5000))));
  assert.deepEqual(await countStates(s.pool, lapsed), { pending: LAPSED });

  // A last one, behind whatever was published before it.
  const [last] = await addDeliveries(s.pool, dead, 1);
  await s.pool.query(
    `update deliveries set state = 'dead', reason = 'last', ended_at = now() - interval '2 minutes' where id = $1`,
    [last?.id],
  );
  await s.sweep();
  const reasons = () => s.letters.map(({ headers }) => headers['hopline-reason']?.toString());
  await until('the last dead letter', () => reasons().includes('last'));
  assert.equal(s.letters.length, DEAD + 1);
});

test('a sweeper that is killed while it works leaves the lock to the next one', async (context) => {
  const t = inReverse(context);
  const s = await sweepFixture(t);
  const holder = await startHolder(t, s);
  await addDeliveries(s.pool, await s.endpoint(), 1, { dueInMs: -70_000 });
  await startSweeper(t, s);
  let refused = 0;
  await until('many tries', async () => {
    assert.equal(await withSweepLock(s.pool, async () => {}), false, 'the lock was taken from its holder');
    refused += 1;
    return refused === 20;
  });
  assert.equal(s.woken.length, 0);

  holder.kill('SIGKILL');
  await until('the wake-up', () => s.woken.length === 1);
});

test('a sweeper that hangs as a process loses the lock', async (context) => {
  const t = inReverse(context);
  const s = await sweepFixture(t);
  const holder = await startHolder(t, s, { SILENT_MS: '6000' });
  assert.equal(await withSweepLock(s.pool, async () => {}), false);
  holder.kill('SIGSTOP');
  await until('another one has the lock', () => withSweepLock(s.pool, async () => {}));
});

test('work that takes longer keeps the lock, as long as its process shows that it is there', async (t) => {
  const s = await sweepFixture(t);
  const limits = { longestMs: 600_000, silentMs: 6000 };
  const worked = await withSweepLock(
    s.pool,
    async () => {
      await until('the lock is older than a process may be silent', async () => {
        assert.equal(await withSweepLock(s.pool, async () => {}), false);
        const { rows } = await s.pool.query<{ old: boolean }>(
          `select bool_or(now() - xact_start > interval '8 seconds') as old from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`,
        );
        return rows[0]?.old === true;
      });
    },
    limits,
  );
  assert.equal(worked, true);
});

test('work that takes too long loses the lock, and is told when it goes on', async (t) => {
  const s = await sweepFixture(t);
  let goOn: (() => void) | undefined;
  // Longer than a busy machine may take from the lock to the work.
  const limits = { longestMs: 3000, silentMs: 3000 };
  const hanging = withSweepLock(s.pool, () => new Promise((resolve) => (goOn = resolve)), limits);
  // So that nothing is unhandled while it is looked at below.
  hanging.catch(() => {});
  await until('it has the lock', () => goOn);
  await until('another one has the lock', () => withSweepLock(s.pool, async () => {}));
  goOn?.();
  await assert.rejects(hanging);
  // The connection that Postgres has ended is not used again.
  assert.equal(await withSweepLock(s.pool, async () => {}), true);
});
