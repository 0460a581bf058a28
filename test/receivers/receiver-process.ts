// An example as a process that is ended and started again on the same port and the same file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@hopline/dev/ports';
import { CHILD_ENV } from '../support/child-env.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { until } from '../support/until.ts';
import type { Command } from './examples.ts';
import { openStore, type Store } from './store.ts';

export interface ReceiverProcess {
  readonly port: number;
  /** Where its webhooks go. */
  readonly hook: string;
  readonly health: string;
  /** What it has printed, in all its lives. */
  log(): string;
  /** Starts it with these secrets and waits until it answers. */
  start(secrets: readonly string[]): Promise<void>;
  /** Starts it, and waits for its end without a signal. Gives its exit code. */
  startInVain(secrets: readonly string[]): Promise<number | null>;
  /** Whether it was started and has ended. */
  hasEnded(): boolean;
  /** Sends a signal and waits for the end. Gives the exit code, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** What it has written, once it was started. */
  store(): Store;
}

/** A receiver that does not run yet. It ends with the test. */
export async function makeReceiver(t: Cleanup, command: Command): Promise<ReceiverProcess> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'hopline-receiver-'));
  const file = join(folder, 'webhooks.db');
  let child: ChildProcess | undefined;
  let store: Store | undefined;
  let output = '';

  function launch(secrets: readonly string[]): ChildProcess {
    const env = {
      ...{ ...CHILD_ENV, ...command.env },
      ...{ PORT: String(port), DATABASE_FILE: file, WEBHOOK_SECRET: secrets.join(' ') },
    };
    const started = spawn(command.file, command.args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    child = started;
    return started;
  }
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child) return null;
    if (!hasEnded(child)) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  }
  t.after(async () => {
    store?.close();
    await end('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const health = `http://127.0.0.1:${port}/healthz`;
  return {
    port,
    hook: `http://127.0.0.1:${port}/hooks`,
    health,
    log: () => output,
    async start(secrets) {
      const started = launch(secrets);
      await until('the receiver answers', async () => {
        if (hasEnded(started)) throw new Error(`it ended while it started:\n${output}`);
        return (await fetch(health).catch(() => undefined))?.ok;
      });
      store ??= openStore(file);
    },
    async startInVain(secrets) {
      const started = launch(secrets);
      if (!hasEnded(started)) await once(started, 'exit');
      return started.exitCode;
    },
    hasEnded: () => child !== undefined && hasEnded(child),
    end,
    store() {
      if (!store) throw new Error('the receiver was never started');
      return store;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
