// Idle means idle: while nothing comes in, api, persist and deliver together take next to no CPU, and Postgres hears from
// all of them less than once a second.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureUntilGood } from '../../support/measure.ts';
import { runBench } from '../../support/run-bench.ts';

interface Idle {
  readonly cpuPercent: { readonly together: number };
  /** How many times what a process took beside them that sends itself twenty small messages a second. */
  readonly cpuOfYardstick: number;
  readonly statementsPerSecond: {
    readonly api: number;
    readonly persist: number;
    readonly together: number;
  };
}

test('without events the three services ask Postgres less than once a second, and hardly use the CPU', async (t) => {
  const measure = async () => {
    // As long as two rounds of the sweeper: it does not matter where between two of them it begins.
    const idle = await runBench<Idle>(t, ['idle', '--seconds', '60']);
    t.diagnostic(JSON.stringify(idle));
    const { statementsPerSecond } = idle;
    // The sweeper and the listener are heard: otherwise nothing was counted.
    assert.ok(statementsPerSecond.persist > 0 && statementsPerSecond.api > 0, 'no statement was seen at all');
    assert.ok(statementsPerSecond.together < 1, `${statementsPerSecond.together} statements a second`);
    return idle;
  };
  // The benchmark's bar is 3 % of a core on a quiet machine; slow cores take more of their time, also for the yardstick.
  await measureUntilGood(t, measure, ({ cpuPercent, cpuOfYardstick }) =>
    assert.ok(cpuOfYardstick < 4, `${cpuPercent.together} % of a core, ${cpuOfYardstick} yardsticks`),
  );
});
