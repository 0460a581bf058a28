import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DELIVER_FAILPOINTS } from '@hopline/deliver/failpoints';
import { PERSIST_FAILPOINTS } from '@hopline/persist/failpoints';

const services = join(import.meta.dirname, '..', '..', 'services');

for (const [name, failpoints] of [
  ['persist', PERSIST_FAILPOINTS],
  ['deliver', DELIVER_FAILPOINTS],
] as const) {
  test(`${name} passes every failpoint of its list at one place, and no other: the fault runs go by the list`, () => {
    const folder = join(services, name, 'src');
    const call = new RegExp(`\\bfailpoint\\('(${name}:[^']+)'\\)`, 'g');
    const passed = globSync('**/*.ts', { cwd: folder })
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(call)].map((match) => match[1]));
    assert.deepEqual(passed.sort(), [...failpoints].sort());
  });
}
