// `npm start` on free ports and in a directory of its own, with what `npm run demo` leaves in it, and a dead letter and a retry
// that waits.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ready } from '@hopline/dev/banner';
import { CHILD_ENV } from '../../../../test/support/child-env.ts';
import { type Cleanup, inReverse } from '../../../../test/support/cleanup.ts';
import { startReceiver } from '../../../../test/support/receiver.ts';
import { until } from '../../../../test/support/until.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const START_MS = 180_000;
const DEMO_EVENTS = 40;

export interface StartedSystem {
  readonly directory: string;
  /** Of an event that was posted twice: its first attempt had failed. */
  readonly retriedEventId: string;
}

/** Starts it, lets the demo run, and gives it something to show; ended with the test. */
export async function startWithDemo(test: Cleanup): Promise<StartedSystem> {
  const t = inReverse(test);
  const directory = await mkdtemp(join(tmpdir(), 'hopline-cli-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  const ready = await start(t, directory);
  await demo(ready);
  const receiver = await startReceiver(t, () => 503);
  await postTo(ready, { url: `${receiver.url}/broken`, retry_schedule: ['5s'] }, 'example.broken');
  await postTo(ready, { url: `${receiver.url}/busy`, retry_schedule: ['5s', '10m'] }, 'example.busy');
  // The second one waits for longer than any of the commands takes.
  await until('the first retry', () => receiver.received.filter(({ path }) => path === '/busy').length === 2);
  const [retried] = receiver.received.filter(({ path }) => path === '/busy');
  return { directory, retriedEventId: retried?.webhookId ?? '' };
}

async function start(t: Cleanup, directory: string): Promise<Ready> {
  const ports = ['port', 'persist-port', 'deliver-port', 'kafka-port', 'postgres-port'];
  const args = ['--json', '--directory', directory, ...ports.flatMap((name) => [`--${name}`, '0'])];
  const child = spawn(process.execPath, [join(root, 'tools/dev/src/main.ts'), ...args], {
    env: { ...CHILD_ENV, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGINT');
    await exited;
  });
  let [out, said] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const line = await until(
    'npm start',
    () => {
      if (child.exitCode !== null) throw new Error(`npm start has ended:\n${said}`);
      return out.includes('\n') && out;
    },
    START_MS,
  );
  return JSON.parse(line) as Ready;
}

async function demo({ baseUrl, adminToken, databaseUrl }: Ready): Promise<void> {
  const args = ['--json', '--events', String(DEMO_EVENTS), '--url', baseUrl, '--admin-token', adminToken];
  const child = spawn(
    process.execPath,
    [join(root, 'tools/demo/src/main.ts'), ...args, '--database-url', databaseUrl],
    { env: CHILD_ENV, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the demo ended with ${code}:\n${said}`);
}

async function postTo({ baseUrl, apiKey }: Ready, endpoint: object, type: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
  };
  await post('/api/endpoints', { ...endpoint, event_types: [type] });
  await post('/api/events', { type, payload: { order: 42 } });
}
