import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DependencyWatch } from './dependency-watch.ts';
import type { OnDependencyChange } from './health.ts';

type Change = Parameters<OnDependencyChange>[0];

/** A check whose answers the test gives, with a clock that it sets. */
function watched() {
  const clock = { now: 0 };
  const asked: PromiseWithResolvers<string | undefined>[] = [];
  const changes: Change[] = [];
  const watch = new DependencyWatch(
    'kafka',
    () => {
      const one = Promise.withResolvers<string | undefined>();
      asked.push(one);
      return one.promise;
    },
    (change) => changes.push(change),
    () => clock.now,
  );
  return { clock, asked, changes, watch };
}

test('one check is under way, and its answer, good or bad, serves all who ask until it is old', async () => {
  const { clock, asked, watch } = watched();
  assert.equal(watch.isKnown, false);
  const looks = [watch.look(), watch.look()];
  assert.equal(asked.length, 1);
  asked[0]?.resolve(undefined);
  await Promise.all(looks);
  assert.deepEqual([watch.isKnown, watch.trouble], [true, undefined]);
  clock.now += 999;
  await watch.look();
  assert.equal(asked.length, 1);
  clock.now += 1;
  const bad = watch.look();
  assert.equal(asked.length, 2);
  asked[1]?.reject(new Error('away'));
  await bad;
  await watch.look();
  assert.equal(watch.trouble?.problem, 'away');
  assert.equal(asked.length, 2);
});

test('since when it is away is when it was first found so, whatever is found wrong later', async () => {
  const { clock, asked, changes, watch } = watched();
  const found = async (answer: string | undefined) => {
    const look = watch.look();
    asked.at(-1)?.resolve(answer);
    await look;
  };
  await found('no broker answers');
  const first = watch.trouble;
  clock.now += 60_000;
  await found('no leader');
  assert.deepEqual(watch.trouble, { problem: 'no leader', sinceMs: first?.sinceMs });
  assert.equal(watch.awayMs, 60_000);
  clock.now += 5000;
  await found(undefined);
  assert.deepEqual([watch.trouble, watch.awayMs], [undefined, 0]);
  assert.deepEqual(changes, [
    { dependency: 'kafka', up: false, problem: 'no broker answers' },
    { dependency: 'kafka', up: true, awayMs: 65_000 },
  ]);
});

test('what does not answer is away since it was asked, and is not asked again before it has answered', async () => {
  const { clock, asked, watch } = watched();
  clock.now = 10_000;
  const look = watch.look();
  clock.now += 1000;
  // The time-out itself is a real second: nobody waits for longer.
  await look;
  assert.equal(watch.trouble?.problem, 'no answer within 1000 ms');
  assert.equal(watch.awayMs, 1000);
  clock.now += 30_000;
  await watch.look();
  assert.deepEqual([asked.length, watch.awayMs], [1, 31_000]);
  asked[0]?.resolve(undefined);
  await watch.look();
  assert.equal(watch.trouble, undefined);
});

test('a check that answers at once is asked each time; what it throws is what is wrong', async () => {
  let calls = 0;
  const watch = new DependencyWatch(
    'kafka',
    () => {
      calls += 1;
      if (calls > 1) throw new Error('closed');
      return undefined;
    },
    () => {},
  );
  await watch.look();
  await watch.look();
  assert.deepEqual([calls, watch.trouble?.problem], [2, 'closed']);
});
