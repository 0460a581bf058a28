// Events through all of it: at a steady rate, and as many as it takes.
import type { LoadResult } from '../load/generator-process.ts';
import type { Pace } from '../load/load.ts';
import { type Faults, faultsOf, latenciesOf, quantilesOf } from '../receive/figures.ts';
import type { Hop, WholeWay } from '../receive/whole-way.ts';
import { cpuPerEvent } from './cpu-per-event.ts';

const TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 256;
const PATIENCE_MS = 5000;
const SECONDS_AT_MOST = 600;

export interface Steady {
  /** From the time when an event should have been posted until the receiver has its webhook. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly cpuMicros: Readonly<Record<Hop, number>>;
  readonly faults: Faults;
}

export async function steady(way: WholeWay, perSecond: number, seconds: number): Promise<Steady> {
  const pace = { kind: 'open', perSecond, maxConnections: MAX_CONNECTIONS, patienceMs: PATIENCE_MS } as const;
  const { report, events, cpuMicros } = await run(way, pace, 1, seconds);
  return { ...quantilesOf(latenciesOf(report)), cpuMicros, faults: faultsOf(report, events) };
}

export interface Through {
  /** From the first POST until the last webhook. */
  readonly perSecond: number;
  readonly acceptedPerSecond: number;
  readonly cpuMicros: Readonly<Record<Hop, number>>;
  readonly faults: Faults;
}

export async function through(
  way: WholeWay,
  events: number,
  { connections, batch }: { connections: number; batch: number },
): Promise<Through> {
  const pace = { kind: 'closed', connections, requests: Math.ceil(events / batch) } as const;
  const { report, events: accepted, cpuMicros, acceptedIn } = await run(way, pace, batch, SECONDS_AT_MOST);
  const first = report.sentAt.reduce((least, at) => Math.min(least, at), Infinity);
  const last = report.cameAt.at(-1) ?? 0;
  return {
    perSecond: (accepted * 1000) / (last - first),
    acceptedPerSecond: (accepted * 1000) / acceptedIn,
    ...{ cpuMicros, faults: faultsOf(report, accepted) },
  };
}

async function run(way: WholeWay, pace: Pace, size: number, seconds: number) {
  const { api, generator, receiver, customers } = way;
  const apiKeys = customers.map(({ apiKey }) => apiKey);
  await receiver.reset();
  const before = way.cpuMs();
  const startedAt = performance.now();
  const [load] = await generator.run({
    ...{ port: api.port, request: { kind: 'stamped', apiKeys, size }, pace, seconds, timeoutMs: TIMEOUT_MS },
  });
  const acceptedIn = performance.now() - startedAt;
  const events = acceptedOf(load) * size;
  await receiver.waitFor(events);
  await way.settled();
  const cpuMicros = cpuPerEvent(before, way.cpuMs(), events);
  return { report: await receiver.report(), events, cpuMicros, acceptedIn };
}

/** @throws {Error} when something was refused or never sent: then the rate is not the one that was asked for */
function acceptedOf({ accepted, refused, broken, hung, unsent, statuses }: LoadResult): number {
  const failed = refused.total + broken + hung + unsent;
  if (failed === 0) return accepted.total;
  const counts = JSON.stringify({ statuses, broken, hung, unsent });
  throw new Error(`${failed} requests were not accepted: ${counts}`);
}
