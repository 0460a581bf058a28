// G2, G3, G7: some of the runs of `npm run faults -- persist`, judged by the same ledger outside of the system. The others
// need servers of their own to kill, and minutes.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { runScenario } from '../faults/run-scenario.ts';
import { deliveriesRemade, groupReset } from '../faults/scenarios/lost-positions.ts';
import { rebalances } from '../faults/scenarios/rebalances.ts';

for (const scenario of [rebalances(2), groupReset, deliveriesRemade]) {
  test(`nothing is lost or doubled: ${scenario.about}`, async (t) => {
    const seed = Date.now();
    const result = await runScenario({ ...scenario, rate: 100 }, { seed, say: (text) => t.diagnostic(text) });
    if (!result.passed) t.diagnostic(`seed ${seed}; ledger and logs: ${result.kept}`);
    assert.deepEqual(result.problems, []);
    assert.equal(result.lost, 0);
    assert.equal(result.doubled, 0);
    assert.ok(result.accepted > 0);
  });
}

test('a fault that persist has not felt is no proof', async (t) => {
  const result = await runScenario(
    {
      name: 'no-fault',
      about: 'nothing at all',
      rate: 100,
      felt: /what nobody says/,
      async run(stage) {
        await stage.passed(50);
        // Long enough for a pause of the machine's own not to be taken for it.
        await stage.outage({ begin: () => {}, lastsMs: 8000, end: () => {} });
        return [];
      },
    },
    { seed: 1, say: () => {} },
  );
  t.after(() => rmSync(result.kept ?? '', { recursive: true, force: true }));
  assert.match(
    result.problems.join('\n'),
    /^the fault held persist up for only \d+ ms, not 7200\n.*what nobody says/,
  );
  assert.equal(result.passed, false);
});
