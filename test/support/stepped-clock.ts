// The wall clock of processes that a test starts, as something that it sets while they run.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';
import { until } from './until.ts';

/** A process that was started with `env`. */
export interface Steppable {
  /** Sends it SIGUSR2. */
  signal(): void;
  /** What it has said so far. */
  log(): string;
}

export interface SteppedClock {
  /** What a process needs in its environment to be steppable. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the clock of a process to so many milliseconds beside the right one. */
  step(process: Steppable, offsetMs: number): Promise<void>;
}

export function steppedClock(t: Cleanup): SteppedClock {
  const folder = mkdtempSync(join(tmpdir(), 'hopline-clock-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'offset');
  return {
    env: {
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'step-clock.ts')}`,
      CLOCK_OFFSET_FILE: file,
    },
    async step(process, offsetMs) {
      // In one step: the others are set at the same time, and whoever reads an empty file sets nothing.
      writeFileSync(`${file}.new`, String(offsetMs));
      renameSync(`${file}.new`, file);
      const steps = () => process.log().split('"clock.stepped"').length;
      const before = steps();
      process.signal();
      await until('the clock is stepped', () => steps() > before);
    },
  };
}
