// What a process takes of the machine, as Linux tells it.
import { readdirSync, readFileSync } from 'node:fs';

export interface Footprint {
  /** Resident memory, in MiB. */
  readonly residentMb: number;
  /** Open files and sockets. */
  readonly descriptors: number;
}

/** Undefined where there is no /proc, or no such process any more. */
export function footprintOf(pid: number): Footprint | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    // A process that has ended and was not reaped yet has no memory, and says nothing of it.
    if (kib === undefined) return undefined;
    const descriptors = readdirSync(`/proc/${pid}/fd`).length;
    return { residentMb: Math.round(Number(kib) / 1024), descriptors };
  } catch {
    return undefined;
  }
}
