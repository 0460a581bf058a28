import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PERSIST_FAILPOINTS } from '@hopline/persist/failpoints';

const folder = join(import.meta.dirname, '..', '..', 'services', 'persist', 'src');

test('persist passes every failpoint of its list at one place, and no other: the fault runs go by the list', () => {
  const passed = globSync('**/*.ts', { cwd: folder })
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .flatMap((text) => [...text.matchAll(/\bfailpoint\('(persist:[^']+)'\)/g)].map((match) => match[1]));
  assert.deepEqual(passed.sort(), [...PERSIST_FAILPOINTS].sort());
});
