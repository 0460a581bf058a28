// The yardstick's other end.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cpuMs } from '../process-usage.ts';
import type { RawJob } from './raw-poster.ts';

export interface RawPoster extends AsyncDisposable {
  cpuMs(): number;
  /** Posts everything. */
  run(): Promise<void>;
}

/** Resolves when it has read what to post. */
export async function startRawPoster(job: RawJob): Promise<RawPoster> {
  const child = fork(join(import.meta.dirname, 'raw-poster.ts'), { env: { PATH: process.env.PATH } });
  const failed = new AbortController();
  child.once('exit', (code) => failed.abort(new Error(`the yardstick ended with code ${code}`)));
  const send = async (message: RawJob | 'go') => {
    const answer = once(child, 'message', { signal: failed.signal });
    child.send(message);
    await answer;
  };
  await send(job);
  return {
    cpuMs: () => cpuMs(child.pid ?? 0),
    run: () => send('go'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
