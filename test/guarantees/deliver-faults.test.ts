// G3, G4, G6, G7: some of the runs of `npm run faults -- deliver`, judged by what the receivers saw. The others need
// servers of their own to kill, and minutes.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { runDeliver } from '../faults/deliver/run-deliver.ts';
import type { DeliverScenario } from '../faults/deliver/scenario.ts';
import { deliverScenarios } from '../faults/deliver/scenarios.ts';

const CHOSEN = ['crash-in-post', 'group-reset', 'endpoints'];

/**
 * Beside other tests a process may be held up for seconds, that of the receivers too: to a judge that reads the clock in it a post
 * that timed out meanwhile is repeated early, and one that was read late has an old stamp.
 */
const PATIENT = { timeoutMs: 10_000, stampToleranceMs: 15_000 };

for (const scenario of deliverScenarios.filter(({ name }) => CHOSEN.includes(name))) {
  test(`nothing is lost, posted twice without a crash, early or badly signed: ${scenario.about}`, async (t) => {
    const seed = Date.now();
    const result = await runDeliver({ ...PATIENT, ...scenario }, { seed, say: (text) => t.diagnostic(text) });
    if (!result.passed) t.diagnostic(`seed ${seed}; ledger and logs: ${result.kept}`);
    assert.deepEqual(result.problems, []);
    assert.ok(result.posts > 0);
  });
}

test('a fault that deliver has not felt is no proof', async (t) => {
  const nothing: DeliverScenario = {
    ...{ name: 'no-fault', about: 'nothing at all', felt: /what nobody says/ },
    async run(stage) {
      await stage.posted(50);
      // Long enough for a pause of the machine's own not to be taken for it.
      await stage.outage({ begin: () => {}, lastsMs: 8000, end: () => {} });
      return [];
    },
  };
  const result = await runDeliver(nothing, { seed: 1, say: () => {} });
  t.after(() => rmSync(result.kept ?? '', { recursive: true, force: true }));
  assert.match(
    result.problems.join('\n'),
    /^the fault kept posts away for only \d+ ms, not 6400\n.*what nobody says/,
  );
  assert.equal(result.passed, false);
});
