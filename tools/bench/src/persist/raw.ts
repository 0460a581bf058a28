// The yardstick's other end.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cpuMs } from '../process-usage.ts';
import type { RawJob } from './raw-writer.ts';

export interface RawWriter extends AsyncDisposable {
  cpuMs(): number;
  go(): void;
}

/** Resolves when the rows are made and the process waits for `go`. */
export async function startRaw(job: RawJob): Promise<RawWriter> {
  const child = fork(join(import.meta.dirname, 'raw-writer.ts'), {
    env: { PATH: process.env.PATH },
    execArgv: ['--expose-gc'],
  });
  child.send(job);
  const failed = new AbortController();
  child.once('exit', (code) => failed.abort(new Error(`the yardstick ended with code ${code}`)));
  await once(child, 'message', { signal: failed.signal });
  return {
    cpuMs: () => cpuMs(child.pid ?? 0),
    go: () => void child.send('go'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
