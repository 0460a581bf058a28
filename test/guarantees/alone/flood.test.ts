// G5, G9: whoever sends bad keys, also with the id of a key that is in use, neither locks it out nor slows it down, and a
// good key that the process has never seen is let in meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measureUntilGood } from '../../support/measure.ts';
import { runBench } from '../../support/run-bench.ts';

interface Flood {
  readonly slowestOfASecondMs: { readonly before: number; readonly during: number };
  readonly badPerSecond: number;
  readonly offeredBadPerSecond: number;
  readonly badAccepted: number;
  readonly badUnanswered: number;
  readonly goodLost: number;
  readonly coldLost: number;
}

/** What a busy machine adds to a few milliseconds. */
const NOISE_MS = 20;

test('2,000 bad keys a second, or what keeps 40 % of a core busy, leave good traffic within three times its latency', async (t) => {
  const measure = async () => {
    const args = ['flood', '--rounds', '3', '--seconds', '4', '--core-share', '40'];
    const flood = await runBench<Flood>(t, args);
    t.diagnostic(JSON.stringify(flood));
    assert.equal(flood.badAccepted, 0);
    assert.equal(flood.badUnanswered, 0);
    assert.equal(flood.goodLost, 0);
    assert.equal(flood.coldLost, 0);
    return flood;
  };
  await measureUntilGood(t, measure, (flood) => {
    assert.ok(flood.badPerSecond > 0.75 * flood.offeredBadPerSecond, 'the flood was no flood');
    // What comes after may still have the flood's last work to do: only what was before is a measure.
    const { before, during } = flood.slowestOfASecondMs;
    assert.ok(during <= 3 * before + NOISE_MS, `${during} ms, and ${before} without`);
  });
});
