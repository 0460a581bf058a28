import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { PERSIST_FAILPOINTS, REPLAY_FAILPOINTS } from '@hopline/persist/failpoints';

const folder = join(import.meta.dirname, '..', '..', 'services', 'persist', 'src');

const LISTS = { persist: PERSIST_FAILPOINTS, replay: REPLAY_FAILPOINTS };

for (const [area, listed] of Object.entries(LISTS)) {
  test(`${area} passes every failpoint of its list at one place, and no other: the tests go by the list`, () => {
    const call = new RegExp(`\\bfailpoint\\('(${area}:[^']+)'\\)`, 'g');
    const passed = globSync('**/*.ts', { cwd: folder })
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(call)].map((match) => match[1]));
    assert.deepEqual(passed.sort(), [...listed].sort());
  });
}
