import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { CHILD_ENV } from '../child-env.ts';

const run = promisify(execFile);

/** Whom the program asks. */
export interface AskedSystem {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/**
 * Runs a program that uses most of @hopline/sdk in a runtime, and compares what came of it with what should.
 * @param folder has the packed package installed
 * @param command starts the runtime; the name of the program is put behind it
 */
export async function runInRuntime(
  folder: string,
  system: AskedSystem,
  command: readonly [string, ...string[]],
): Promise<void> {
  await copyFile(join(import.meta.dirname, 'runtime-program.js'), join(folder, 'program.js'));
  const [file, ...args] = command;
  const { stdout } = await run(file, [...args, 'program.js'], {
    cwd: folder,
    env: { ...CHILD_ENV, HOME: folder, GIVEN: JSON.stringify({ ...system, webhook: signedWebhook() }) },
  });
  assert.deepEqual(JSON.parse(stdout), {
    ...{ stored: true, accepted: 3, refused: 'HPL_REQUEST_INVALID', listed: true },
    ...{ aborted: 'enough', verified: 'e1', sent: 3 },
  });
}

function signedWebhook() {
  const secret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  const body = '{"id":"e1","type":"a","timestamp":"2026-03-01T12:00:00.000Z","data":{}}';
  const now = new Date();
  const headers = {
    'webhook-id': 'e1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('e1', now, body),
  };
  return { secret, body, headers };
}
