import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsWithin, within } from './wait.ts';

/** Holds this process up, as a machine without a core for it does. */
function standStill(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what comes late because this process stood still has come in time', async () => {
  const answer = turn()
    .then(turn)
    .then(() => 'read');
  const waited = within(answer, 200);
  standStill(300);
  assert.equal(await waited, 'read');
});

test('what does not come is given up, what fails has ended', async () => {
  const never = new Promise<never>(() => {});
  assert.equal(await endsWithin(never, 20), false);
  await assert.rejects(within(never, 20), { name: 'TimeoutError' });
  const failed = Promise.reject(new Error('refused'));
  assert.equal(await endsWithin(failed, 60_000), true);
  await assert.rejects(within(failed, 60_000), /refused/);
});
