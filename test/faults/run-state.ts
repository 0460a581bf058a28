// What has been played of a run, kept from one scenario to the next, so that a run that was interrupted goes on.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Played } from './playable.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'hopline-faults');

export interface RunState {
  readonly file: string;
  /** What has passed already. What has not is played again. */
  passed(name: string): Played | undefined;
  save(name: string, played: Played): void;
}

/** @param resume false: what was kept of the same suite and seed is forgotten */
export function openRunState(suite: string, seed: number, resume: boolean, folder = FOLDER): RunState {
  const file = join(folder, `${suite}-${seed}.json`);
  if (!resume) rmSync(file, { force: true });
  const known = new Map<string, Played>(resume ? readState(file) : []);
  return {
    file,
    passed(name) {
      const played = known.get(name);
      return played?.passed ? played : undefined;
    },
    save(name, played) {
      known.set(name, played);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify([...known]));
    },
  };
}

function readState(file: string): [string, Played][] {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}
