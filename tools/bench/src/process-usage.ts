import { readdirSync, readFileSync } from 'node:fs';

// Linux counts CPU time in ticks of 10 ms (USER_HZ is 100 on every platform that Node runs on).
const MS_PER_TICK = 10;

/** User and system CPU time of a process so far in milliseconds; NaN where /proc is missing. */
export function cpuMs(pid: number): number {
  const { own } = statOf(String(pid));
  return own * MS_PER_TICK;
}

/** The same of a process with all its descendants, those included that are gone. */
export function treeCpuMs(pid: number): number {
  const stats = processIds().map((id) => ({ id, ...statOf(id) }));
  const ticksOf = (id: string): number =>
    stats
      .filter((stat) => stat.parent === id)
      .reduce((sum, child) => sum + child.own + child.gone + ticksOf(child.id), 0);
  const { own, gone } = statOf(String(pid));
  return (own + gone + ticksOf(String(pid))) * MS_PER_TICK;
}

function processIds(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** CPU time in ticks: of the process itself, and of its children that have ended. */
function statOf(pid: string): { parent: string | undefined; own: number; gone: number } {
  // The fields after the command's name, which may hold spaces; from the 12th on: utime, stime, cutime and cstime.
  const fields = readProc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  const ticks = (index: number) => Number(fields[index]);
  return { parent: fields[1], own: ticks(11) + ticks(12), gone: ticks(13) + ticks(14) };
}

/** Resident memory of a process in MiB, now and at its highest so far; NaN where /proc is missing. */
export function memoryMb(pid: number): { now: number; highest: number } {
  const status = readProc(pid, 'status');
  const mb = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: mb('VmRSS'), highest: mb('VmHWM') };
}

function readProc(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
