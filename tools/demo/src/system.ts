// The system that the demo runs against: one elsewhere, the one that `npm start` runs in this folder, or one of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Ready } from '@hopline/dev/banner';
import { findRunning } from '@hopline/dev/running';
import type { DemoOptions } from './options.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface System extends AsyncDisposable {
  readonly url: string;
  readonly adminToken: string;
  readonly databaseUrl: string | undefined;
}

export async function findSystem(options: DemoOptions, say: (text: string) => void): Promise<System> {
  if (options.url && options.adminToken) {
    const { url, adminToken, databaseUrl } = options;
    return { url, adminToken, databaseUrl, async [Symbol.asyncDispose]() {} };
  }
  const running = await findRunning();
  if (running) {
    say(`using the system at ${running.baseUrl}`);
    return { ...systemOf(running), async [Symbol.asyncDispose]() {} };
  }
  say('no system is running in this folder: starting one (npm start)');
  return startSystem(say);
}

function systemOf({ baseUrl, adminToken, databaseUrl }: Ready) {
  return { url: baseUrl, adminToken, databaseUrl };
}

async function startSystem(say: (text: string) => void): Promise<System> {
  const child = spawn(process.execPath, [join(root, 'tools', 'dev', 'src', 'main.ts'), '--json'], {
    cwd: root,
    // A group of its own: Ctrl-C must reach the demo first, which then stops the system in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', (line) => say(`  ${line}`));
  const exited = once(child, 'exit');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    await exited;
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop().finally(() => process.exit(130)));
  }
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) {
      say(`  ${line}`);
      continue;
    }
    child.stdout.resume();
    return { ...systemOf(JSON.parse(line)), [Symbol.asyncDispose]: stop };
  }
  throw new Error('the system did not start: its messages are above');
}
