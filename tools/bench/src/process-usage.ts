import { readFileSync } from 'node:fs';

// Linux counts CPU time in ticks of 10 ms (USER_HZ is 100 on every platform that Node runs on).
const MS_PER_TICK = 10;

/** User and system CPU time of a process so far in milliseconds; NaN where /proc is missing. */
export function cpuMs(pid: number): number {
  // The fields after the command's name, which may hold spaces; utime and stime are the 12th and 13th of them.
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** Resident memory of a process in MiB, now and at its highest so far; NaN where /proc is missing. */
export function memoryMb(pid: number): { now: number; highest: number } {
  const status = readProc(pid, 'status');
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: mb('VmRSS'), highest: mb('VmHWM') };
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
