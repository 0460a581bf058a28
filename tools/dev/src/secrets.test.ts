import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { adminToken } from './secrets.ts';

test('an admin token is kept, and can be the argument of any option', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'hopline-secrets-'));
  t.after(() => rm(directory, { recursive: true }));
  const file = join(directory, 'admin-token');
  const token = await adminToken(file);
  assert.match(token, /^[0-9a-f]{64}$/);
  assert.equal(await adminToken(file), token);
});
