// The trace of a round of the sweeper.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSweeper } from '@hopline/persist/sweeper/sweeper';
import { WakeBackoff } from '@hopline/persist/sweeper/wake-backoff';
import { createPool } from '@hopline/postgres/pool';
import { createLogger } from '@hopline/telemetry/logger';
import { inReverse } from '../support/cleanup.ts';
import { traceInProcess } from '../support/in-process-tracing.ts';
import { persistMetrics } from '../support/persist-metrics.ts';
import { sweepFixture } from '../support/sweep.ts';
import { until } from '../support/until.ts';

test('a round that cannot begin is none of the one before, in its line and in traces', async (context) => {
  const t = inReverse(context);
  const { sink, stop } = await traceInProcess(t, 'sweeper');
  const s = await sweepFixture(t);
  const databaseUrl = s.database.url;
  const pool = createPool({ databaseUrl, size: 2, applicationName: 'hopline-test', onIdleError: () => {} });
  const failed: object[] = [];
  const log = createLogger('persist', 'silent');
  log.warn = (fields: object) => void failed.push(fields);
  let ended: Promise<void> | undefined;
  const sweeper = createSweeper(
    { ...s.deps, pool, backoff: new WakeBackoff() },
    {
      intervalMs: 10,
      roundSeconds: persistMetrics().sweeperRoundSeconds,
      // Behind the first round, which has found nothing.
      alongside: async () => {
        ended ??= pool.end();
      },
    },
    log,
  );
  t.after(() => sweeper.stop(AbortSignal.timeout(5000)));
  await sweeper.start();
  await until('a round has failed', () => failed.length > 0);
  await sweeper.stop(AbortSignal.timeout(5000));
  await ended;
  const [{ problem, trace_id }] = failed as [{ problem: string; trace_id?: string }];
  assert.match(problem, /pool/);
  assert.equal(trace_id, undefined);
  await stop();
  assert.deepEqual(sink.spans, [], 'no span tells of a round that did nothing');
});
