import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Has another process start a server, and waits until it is up. That process is killed after the test. */
export async function holdServer(
  t: TestContext,
  what: 'postgres' | 'kafka',
  dataDirectory: string,
  guard: 'setpriv' | 'shell' | 'none',
): Promise<{ holder: ChildProcess; pid: number }> {
  const script = join(import.meta.dirname, '..', 'fixtures', 'hold-server.ts');
  const holder = spawn(process.execPath, [script, what, dataDirectory, guard], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  const ended = once(holder, 'exit').then(() => {
    throw new Error('it ended before its server was up');
  });
  const [line] = (await Promise.race([once(holder.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => {});
  return { holder, ...(JSON.parse(line.toString()) as { pid: number }) };
}
