// Looks at what a scenario's processes take of the machine: once they work, and when all is done.
import { sleep } from '@hopline/runtime/wait';
import type { ServiceProcess } from '../support/service-process.ts';
import { type Footprint, footprintOf } from './footprint.ts';
import { isBack, type Sampled } from './judge-footprints.ts';

/** Idle connections to Postgres are closed after 10 s, those to a receiver sooner. */
const SETTLE_LIMIT_MS = 20_000;
const EVERY_MS = 250;

export interface Watched {
  readonly service: { current(): Pick<ServiceProcess, 'pid' | 'log'> | undefined };
  /** What its log says when it does its work: all that it keeps open is open then. */
  readonly works: RegExp;
}

export interface FootprintWatch {
  /** To be called under load: samples those that work and were not sampled yet. */
  warm(): void;
  /** Samples all, when they have given back what they had under load or too much time has passed. */
  drained(): Promise<void>;
  sampled(): Sampled[];
}

export function watchFootprints(services: Readonly<Record<string, Watched>>): FootprintWatch {
  const warm = new Map<string, Footprint>();
  const drained = new Map<string, Footprint>();

  function sample(into: Map<string, Footprint>, name: string, { service }: Watched): void {
    const pid = service.current()?.pid;
    const found = pid === undefined ? undefined : footprintOf(pid);
    if (found) into.set(name, found);
  }

  /** One that is not there, or is another one, is not waited for. */
  function isSettled(name: string): boolean {
    const [before, now] = [warm.get(name), drained.get(name)];
    return !before || !now || before.pid !== now.pid || isBack(before, now);
  }

  return {
    warm() {
      for (const [name, watched] of Object.entries(services)) {
        const log = watched.service.current()?.log() ?? '';
        if (!warm.has(name) && watched.works.test(log)) sample(warm, name, watched);
      }
    },
    async drained() {
      const end = performance.now() + SETTLE_LIMIT_MS;
      for (;;) {
        for (const [name, watched] of Object.entries(services)) sample(drained, name, watched);
        if (Object.keys(services).every(isSettled) || performance.now() > end) return;
        await sleep(EVERY_MS);
      }
    },
    sampled: () =>
      Object.keys(services).map((service) => ({
        ...{ service, warm: warm.get(service), drained: drained.get(service) },
      })),
  };
}

/** Two columns of a table: the most memory that the service had, and its descriptors before and after. */
export function footprintCells(all: readonly Sampled[], service: string): [string, string][] {
  const { warm, drained } = all.find((one) => one.service === service) ?? {};
  const highestMb = Math.max(warm?.highestMb ?? 0, drained?.highestMb ?? 0);
  const count = (one: Footprint | undefined) => one?.descriptors ?? '–';
  return [
    ['MB', highestMb > 0 ? String(highestMb) : '–'],
    ['fds', warm || drained ? `${count(warm)} → ${count(drained)}` : '–'],
  ];
}
