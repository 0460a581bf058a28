import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** All processes that have this text in their command line or in the environment they were started with. */
export function processesWith(text: string): string[] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-axEww', '-o', 'pid=,command='], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line.includes(text));
  }
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8').replaceAll('\0', ' ');
    } catch {
      return ''; // it has just ended
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => `${read(`/proc/${pid}/cmdline`)} ${read(`/proc/${pid}/environ`)}`.includes(text))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).slice(0, 200)}`);
}
