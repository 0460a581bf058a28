// What a process takes of the machine, as Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';

export interface Footprint {
  /** Resident memory, in MiB: now, and the most that the process ever had. */
  readonly residentMb: number;
  readonly highestMb: number;
  /** Open files and sockets. */
  readonly descriptors: number;
}

/** Undefined where there is no /proc, or no such process any more. */
export function footprintOf(pid: number): Footprint | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const mb = (name: string) => {
      const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
      // A process that has ended and was not reaped yet has no memory, and says nothing of it.
      if (kib === undefined) throw new Error(`process ${pid} has no ${name}`);
      return Math.round(Number(kib) / 1024);
    };
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    return { residentMb: mb('VmRSS'), highestMb: mb('VmHWM'), descriptors };
  } catch {
    return undefined;
  }
}
