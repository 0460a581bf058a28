// Looks at what a scenario's processes take of the machine: each once it works, and those that are there when all is done.
import { sleep } from '@hopline/runtime/wait';
import type { ServiceProcess } from '../support/service-process.ts';
import { type Footprint, footprintOf } from './footprint.ts';
import { isBack, type Sampled } from './judge-footprints.ts';

/** Idle connections to Postgres are closed after 10 s, those to a receiver sooner. */
const SETTLE_LIMIT_MS = 20_000;
const EVERY_MS = 250;

export interface Watched {
  readonly service: string;
  readonly process: Pick<ServiceProcess, 'pid' | 'log'>;
  /**
   * What its log says when it does its work, and so has opened what it keeps open. Undefined for one whose connections are
   * its clients' own affair.
   */
  readonly works?: RegExp | undefined;
}

export interface FootprintWatch {
  /** To be called under load: samples those that work and were not sampled yet. */
  warm(): void;
  /** Samples those that are there, when they have given back what they had under load or too much time has passed. */
  drained(): Promise<void>;
  sampled(): Sampled[];
}

/** @param running those that are there now */
export function watchFootprints(running: () => readonly Watched[]): FootprintWatch {
  const samples = new Map<number, { service: string; warm?: Footprint; drained?: Footprint }>();

  function sample(when: 'warm' | 'drained', { service, process: { pid } }: Watched): void {
    const found = footprintOf(pid);
    if (found) samples.set(pid, { ...samples.get(pid), service, [when]: found });
  }

  function isSettled({ process: { pid } }: Watched): boolean {
    const { warm, drained } = samples.get(pid) ?? {};
    return !warm || !drained || isBack(warm, drained);
  }

  return {
    warm() {
      for (const watched of running()) {
        const { process, works } = watched;
        if (!samples.has(process.pid) && works?.test(process.log())) sample('warm', watched);
      }
    },
    async drained() {
      const end = performance.now() + SETTLE_LIMIT_MS;
      for (;;) {
        const there = running();
        for (const watched of there) sample('drained', watched);
        if (there.every(isSettled) || performance.now() > end) return;
        await sleep(EVERY_MS);
      }
    },
    sampled: () => [...samples.values()].map(({ service, warm, drained }) => ({ service, warm, drained })),
  };
}

/** Two columns of a table: the most memory that a process of the service had, and the descriptors of the last one. */
export function footprintCells(all: readonly Sampled[], service: string): [string, string][] {
  const ofService = all.filter((one) => one.service === service);
  const { warm, drained } = ofService.at(-1) ?? {};
  const count = (one: Footprint | undefined) => one?.descriptors ?? '–';
  return [memoryCell(ofService), ['fds', warm || drained ? `${count(warm)} → ${count(drained)}` : '–']];
}

/** The most memory that any of them had. */
export function memoryCell(all: readonly Sampled[]): [string, string] {
  const most = Math.max(
    0,
    ...all.flatMap(({ warm, drained }) => [warm?.residentMb ?? 0, drained?.residentMb ?? 0]),
  );
  return ['MB', most > 0 ? String(most) : '–'];
}
