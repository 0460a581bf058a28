import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onceAtATime } from './once-at-a-time.ts';

test('an organization counts once at a time, and no other one waits for it', async () => {
  const held = Promise.withResolvers<void>();
  const count = onceAtATime(async ({ organizationId }: { organizationId: string }) => {
    await held.promise;
    return organizationId;
  });
  const first = count({ organizationId: 'one' });
  const other = count({ organizationId: 'another' });
  await assert.rejects(count({ organizationId: 'one' }), { code: 'HPL_REQUEST_BUSY' });
  held.resolve();
  assert.deepEqual(await Promise.all([first, other]), ['one', 'another']);
  assert.equal(await count({ organizationId: 'one' }), 'one', 'it may again');
});

test('one that fails does not keep out the next', async () => {
  const count = onceAtATime(() => Promise.reject(new Error('away')));
  for (let i = 0; i < 2; i += 1) await assert.rejects(count({ organizationId: 'one' }), { message: 'away' });
});
