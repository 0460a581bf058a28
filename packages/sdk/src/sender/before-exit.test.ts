import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

test('of the end of a process any number of senders hear, without a warning, and those not that took it back', async () => {
  const module = JSON.stringify(new URL('before-exit.ts', import.meta.url));
  const program = `
    import { onBeforeExit } from ${module};
    const backs = Array.from({ length: 12 }, (_, n) => onBeforeExit(() => console.log(n)));
    backs[3]();
  `;
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', program]);
  assert.equal(stderr, '');
  assert.deepEqual(stdout.trim().split('\n').map(Number), [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
});
