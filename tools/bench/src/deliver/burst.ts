// Everything that waits, at once: one deliver process beside bare undici, which posts the same bodies to the same receiver.
import { MAX_CONCURRENCY } from '@hopline/deliver/health/concurrency';
import { type Faults, faultsOf, rateOf } from '../receive/figures.ts';
import { HOPS, type Hop, type WholeWay } from '../receive/whole-way.ts';
import { cpuPerEvent } from './cpu-per-event.ts';
import { type RawPoster, startRawPoster } from './raw.ts';

/** As many as deliver's default has under way. */
const CONCURRENCY = 256;
const BATCH = 100;
const FILL_CONNECTIONS = 8;
const LOOK_MS = 5;

export interface Burst {
  readonly deliveriesPerSecond: number;
  readonly rawPerSecond: number;
  /** CPU time in microseconds a delivery. */
  readonly cpuMicros: Readonly<Partial<Record<Hop, number>>>;
  readonly rawCpuMicros: number;
  /** From the last post to the last result in Postgres. */
  readonly recordedMs: number;
  readonly faults: Faults;
}

/** @param first which of the two posts before the other one */
export async function burst(way: WholeWay, events: number, first: 'raw' | 'deliver'): Promise<Burst> {
  await fill(way, events);
  // It reads what to post while all of it is pending, whoever is first.
  await using poster = await startPoster(way);
  const early = first === 'raw' ? await rawBurst(way, poster, events) : undefined;
  const own = await deliverBurst(way, events);
  const raw = early ?? (await rawBurst(way, poster, events));
  return {
    ...{ deliveriesPerSecond: own.perSecond, rawPerSecond: raw.perSecond, rawCpuMicros: raw.cpuMicros },
    ...{ cpuMicros: own.cpuMicros, recordedMs: own.recordedMs, faults: own.faults },
  };
}

/** Lets api and persist make so many events, each with its pending delivery and wake-up. */
async function fill({ api, generator, customers, stored }: WholeWay, events: number): Promise<void> {
  const apiKeys = customers.map(({ apiKey }) => apiKey);
  const [load] = await generator.run({
    port: api.port,
    request: { kind: 'stamped', apiKeys, size: BATCH },
    pace: { kind: 'closed', connections: FILL_CONNECTIONS, requests: events / BATCH },
    ...{ seconds: 600, timeoutMs: 30_000 },
  });
  if (load.accepted.total !== events / BATCH)
    throw new Error(`not accepted: ${JSON.stringify(load.statuses)}`);
  await stored(events);
}

function startPoster({ system, customers }: WholeWay): Promise<RawPoster> {
  return startRawPoster({
    databaseUrl: system.env.DATABASE_URL,
    endpoints: customers.map(({ endpoint }) => endpoint),
    ...{ concurrency: CONCURRENCY, connections: MAX_CONCURRENCY },
  });
}

/** Ends the poster. */
async function rawBurst({ receiver }: WholeWay, poster: RawPoster, events: number) {
  await using raw = poster;
  await receiver.reset();
  const before = raw.cpuMs();
  await raw.run();
  const cpuMicros = ((raw.cpuMs() - before) * 1000) / events;
  const report = await receiver.report();
  const { lost, doubled, badSignatures } = faultsOf(report, events);
  if (lost + doubled + badSignatures > 0) throw new Error('the yardstick does not post what it should');
  return { perSecond: rateOf(report), cpuMicros };
}

async function deliverBurst(way: WholeWay, events: number) {
  const { receiver } = way;
  await receiver.reset();
  await using _deliver = await way.startDeliver();
  let done = 0;
  while (done === 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    done = await receiver.count();
  }
  // Its start is over, and counts for nothing.
  const before = way.cpuMs();
  await receiver.waitFor(events);
  const receivedAt = performance.now();
  await way.settled();
  const recordedMs = performance.now() - receivedAt;
  const cpu = cpuPerEvent(before, way.cpuMs(), events - done);
  const report = await receiver.report();
  return {
    perSecond: rateOf(report),
    cpuMicros: Object.fromEntries(HOPS.slice(3).map((hop) => [hop, cpu[hop]])),
    recordedMs,
    faults: faultsOf(report, events),
  };
}
