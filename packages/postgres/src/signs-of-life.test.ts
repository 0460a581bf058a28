import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { signsOfLife } from './signs-of-life.ts';

const LIMITS = { everyMs: 10, longestMs: 1000 };

/** Signs whose answers the test gives; time passes when it says so. */
function fixture(t: TestContext) {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const given: PromiseWithResolvers<void>[] = [];
  const signs = signsOfLife(() => {
    const one = Promise.withResolvers<void>();
    given.push(one);
    return one.promise;
  }, LIMITS);
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += LIMITS.everyMs) {
      now += LIMITS.everyMs;
      t.mock.timers.tick(LIMITS.everyMs);
      await turn();
    }
  };
  return { given, signs, pass };
}

test('while one has no answer there is no second; then it goes on, also when the answer is an error', async (t) => {
  const { given, pass } = fixture(t);
  await pass(100);
  assert.equal(given.length, 1);
  given[0]?.resolve();
  await pass(100);
  assert.equal(given.length, 2);
  given[1]?.reject(new Error('Postgres is away'));
  await pass(100);
  assert.equal(given.length, 3);
});

test('the end waits for the answer to the last one, and none comes after it', async (t) => {
  const { given, signs, pass } = fixture(t);
  await pass(10);
  let hasEnded = false;
  const end = signs.end().then(() => {
    hasEnded = true;
  });
  await pass(100);
  assert.equal(hasEnded, false);
  given[0]?.resolve();
  await end;
  await pass(100);
  assert.equal(given.length, 1);
});

test('there are none when it has lasted too long', async (t) => {
  const { given, pass } = fixture(t);
  await pass(LIMITS.longestMs - 10);
  given[0]?.resolve();
  await pass(LIMITS.longestMs);
  assert.equal(given.length, 1);
});
