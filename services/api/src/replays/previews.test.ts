import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from '@hopline/postgres/pool';
import { createPreviews } from './previews.ts';

test('an organization counts once at a time, and no other one waits for it', async () => {
  const held = Promise.withResolvers<{ rows: [] }>();
  const preview = createPreviews({ query: () => held.promise } as unknown as Pool);
  const asked = { endpointId: undefined, selection: 'failed', fromMicros: 0, toMicros: undefined } as const;
  const first = preview({ ...asked, organizationId: 'one' });
  const other = preview({ ...asked, organizationId: 'another' });
  await assert.rejects(preview({ ...asked, organizationId: 'one' }), { code: 'HPL_REQUEST_BUSY' });
  held.resolve({ rows: [] });
  assert.equal((await first)?.atLeast, false);
  assert.ok(await other);
  assert.ok(await preview({ ...asked, organizationId: 'one' }), 'it may again');
});
