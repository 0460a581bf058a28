import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareCheck } from './share-check.ts';

test('one check is under way, and its answer, good or bad, serves all who ask until it is old', async () => {
  let at = 0;
  const checks: PromiseWithResolvers<void>[] = [];
  const begin = () => {
    const one = Promise.withResolvers<void>();
    checks.push(one);
    return one.promise;
  };
  const check = shareCheck(begin, 1000, () => at);
  const asked = [check(), check()];
  at = 60_000;
  asked.push(check());
  assert.equal(checks.length, 1);
  checks[0]?.resolve();
  assert.deepEqual(await Promise.all(asked), [undefined, undefined, undefined]);
  at += 999;
  await check();
  assert.equal(checks.length, 1);
  at += 1;
  const bad = check();
  assert.equal(checks.length, 2);
  checks[1]?.reject(new Error('away'));
  await assert.rejects(async () => bad, /away/);
  await assert.rejects(async () => check(), /away/);
  assert.equal(checks.length, 2);
});
