import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hold } from './hold.ts';

const ended = (hold: Hold, ms: number) => new Promise<void>((resolve) => hold.extend(ms, resolve));

test('ends by itself, and not early', async () => {
  const hold = new Hold();
  const started = performance.now();
  const end = ended(hold, 50);
  assert.equal(hold.isOn, true);
  await end;
  assert.equal(hold.isOn, false);
  assert.ok(performance.now() - started >= 50);
});

test('becomes longer, never shorter', async () => {
  const hold = new Hold();
  const started = performance.now();
  let calls = 0;
  hold.extend(20, () => {
    calls += 1;
  });
  const end = ended(hold, 80);
  hold.extend(1, () => {
    calls += 1;
  });
  await end;
  assert.ok(performance.now() - started >= 80);
  assert.equal(calls, 0);
});

test('can be ended, without a call', async () => {
  const hold = new Hold();
  let calls = 0;
  hold.extend(5, () => {
    calls += 1;
  });
  hold.end();
  assert.equal(hold.isOn, false);
  await ended(new Hold(), 30);
  assert.equal(calls, 0);
});
