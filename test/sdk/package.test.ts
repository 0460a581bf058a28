// @hopline/sdk as it would be published: what is in the package, that it has types in Node and in a browser, and that the
// examples of its README work when they are pasted.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@hopline/dev/ports';
import { Hopline } from '../../packages/sdk/src/index.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { checkTypes, installPacked } from '../support/sdk/packed.ts';
import { readmePrograms, runProgram } from '../support/sdk/readme-programs.ts';
import { runInRuntime } from '../support/sdk/run-in-runtime.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');

/** Events that no endpoint of the examples wants. A stream shows what is stored after it has begun. */
function sendNowAndThen(t: Cleanup, baseUrl: string, apiKey: string): { stop(): Promise<void> } {
  const hopline = new Hopline({ baseUrl, apiKey });
  let isOver = false;
  const sending = (async () => {
    while (!isOver) {
      await hopline.send({ type: 'user.created', payload: {} });
      await setTimeout(100);
    }
  })();
  const stop = () => {
    isOver = true;
    return sending;
  };
  t.after(stop);
  return { stop };
}

test('the examples of the README work with the packed package', async (t) => {
  const [{ folder, installed }, system, port] = await Promise.all([
    installPacked(t),
    startSystem(t),
    freePort(),
  ]);
  assert.equal(readFileSync(join(installed, 'LICENSE'), 'utf8'), readFileSync(join(root, 'LICENSE'), 'utf8'));

  const programs = readmePrograms('ts');
  for (const [name, program] of programs) {
    const text = program.replaceAll('http://127.0.0.1:8080', system.url).replaceAll('9000', String(port));
    writeFileSync(join(folder, name), text);
  }
  await checkTypes(folder, { types: ['node'], lib: ['es2022'] }, [...programs.keys()]);
  writeFileSync(join(folder, 'browser.ts'), "export { Hopline } from '@hopline/sdk';\n");
  await checkTypes(
    folder,
    { types: [], lib: ['es2022', 'dom'], module: 'esnext', moduleResolution: 'bundler' },
    ['browser.ts'],
  );

  const made = await fetch(`${system.url}/api/keys/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ organization_name: 'README', tier: 'enterprise' }),
  });
  const { api_key } = (await made.json()) as { api_key: string };
  const run = async (name: string) => {
    assert.ok(programs.delete(name), name);
    const program = runProgram(t, folder, name, { HOPLINE_API_KEY: api_key });
    assert.equal(await program.exitCode, 0, `${name}:\n${program.output()}`);
    return program.output();
  };

  const secret = /^whsec_\S+$/m.exec(await run('endpoint.ts'))?.[0] ?? '';
  programs.delete('receive.ts');
  const receiving = runProgram(t, folder, 'receive.ts', { WEBHOOK_SECRET: secret });
  await until('it listens', () =>
    fetch(`http://127.0.0.1:${port}`, { method: 'POST' }).catch(() => undefined),
  );
  const unsigned = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' });
  assert.deepEqual([unsigned.status, await unsigned.text()], [400, 'HPL_WEBHOOK_HEADERS']);

  assert.match(await run('send.ts'), /^[0-9a-f-]{36}\n$/);
  assert.equal(await run('sender.ts'), '');
  assert.match(await run('look.ts'), /^order\.created \{ total: 1 \} 1\n/);
  assert.match(await run('replay.ts'), /^finished 100 % 0 0$/m);
  const users = sendNowAndThen(t, system.url, api_key);
  assert.match(await run('live.ts'), /^user\.created [0-9a-f-]{36} \d+\n\S+ \S+ 0\n$/);
  await users.stop();
  assert.match(await run('portal.ts'), /^http\S+\/console\/\S+ \S+Z\n\S+ \d+\n$/);
  assert.match(await run('errors.ts'), /^HPL_REQUEST_INVALID 400 .* \/type [0-9a-f]{32}\n$/);
  assert.deepEqual([...programs.keys()], [], 'examples that were not run');

  // The same program runs in Deno and Bun, too: npm run verify:sdk.
  await runInRuntime(folder, { baseUrl: system.url, apiKey: api_key }, [process.execPath]);

  // Without a last line that is not complete yet.
  const lines = () => receiving.output().split('\n').slice(0, -1);
  // The three of send.ts, the one of look.ts, the thousand of sender.ts.
  // And the seven that are sent in a runtime.
  await until('every event has been handled', () => new Set(lines()).size >= 1011);
  assert.equal(new Set(lines()).size, 1011);
  assert.ok(lines().every((line) => /^(order\.created|order\.paid|meter\.read) [0-9a-f-]{36}$/.test(line)));
});
