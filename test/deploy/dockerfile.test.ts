import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '@hopline/dev/run-command';
import { deployFolder } from '../support/deploy-files.ts';
import { installPython } from '../support/made-once.ts';

test('hadolint finds nothing in the Dockerfile', async () => {
  const folder = await installPython('hadolint', join(import.meta.dirname, 'requirements.txt'));
  const hadolint = join(folder, 'bin', 'hadolint');
  assert.deepEqual(await runCommand(hadolint, [join(deployFolder, 'Dockerfile')]), {
    ...{ code: 0, signal: null },
    output: '',
  });
});
