import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DELIVER_FAILPOINTS } from '@hopline/deliver/failpoints';
import { PERSIST_FAILPOINTS, REPLAY_FAILPOINTS } from '@hopline/persist/failpoints';

const services = join(import.meta.dirname, '..', '..', 'services');

for (const [service, area, listed] of [
  ['persist', 'persist', PERSIST_FAILPOINTS],
  ['persist', 'replay', REPLAY_FAILPOINTS],
  ['deliver', 'deliver', DELIVER_FAILPOINTS],
] as const) {
  test(`${area} passes every failpoint of its list at one place, and no other: the tests go by the list`, () => {
    const folder = join(services, service, 'src');
    const call = new RegExp(`\\bfailpoint\\('(${area}:[^']+)'\\)`, 'g');
    const passed = globSync('**/*.ts', { cwd: folder })
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(call)].map((match) => match[1]));
    assert.deepEqual(passed.sort(), [...listed].sort());
  });
}
