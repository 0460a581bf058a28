// G5: a limit holds over all instances together, however its traffic is split, and none of it is lost. The window is short
// here; `npm run bench -- rate-limit` has the whole minutes, and services/api/src/rate-limit/shared-limit.test.ts many
// cases of them on a clock of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureUntilGood } from '../../support/measure.ts';
import { runBench } from '../../support/run-bench.ts';

interface SharedLimit {
  readonly limit: number;
  /** Of each process, window by window. */
  readonly admitted: readonly (readonly number[])[];
  readonly ratios: readonly number[];
  readonly offered: readonly number[];
  readonly busyAnswers: number;
  readonly otherAnswers: number;
}

test('three processes under three times a limit, split 70/20/10, together admit the limit', async (t) => {
  const args = ['rate-limit', '--limit', '1200', '--seconds', '12', '--windows', '3'];
  const measure = async () => {
    const shared = await runBench<SharedLimit>(t, args);
    t.diagnostic(JSON.stringify(shared));
    assert.equal(shared.otherAnswers, 0);
    return shared;
  };
  await measureUntilGood(t, measure, (shared) => {
    // Six processes on two cores: the moment in which one of them was late is told to whoever asked in it.
    const offered = shared.offered.reduce((sum, count) => sum + count, 0);
    assert.ok(shared.busyAnswers <= offered / 1000, `${shared.busyAnswers} answers were 503`);
    const [, second = 0, third = 0] = shared.ratios;
    assert.ok(Math.abs((second + third) / 2 - 1) <= 0.05, `${second} and ${third} of the limit`);
    // A round of the sharing is a twenty-fourth of such a window, and of a minute a hundred-and-twentieth.
    for (const ratio of [second, third]) assert.ok(Math.abs(ratio - 1) <= 0.1, `${ratio} of the limit`);
    // The smallest of the three offers three tenths of the limit and has its part of it, too.
    for (const admitted of shared.admitted) {
      const part = admitted[2] ?? 0;
      assert.ok(part > 0.05 * shared.limit, `${part} of ${shared.limit} were admitted by one of them`);
    }
  });
});
