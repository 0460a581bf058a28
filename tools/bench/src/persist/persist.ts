// How quickly persist takes events out of Kafka into Postgres: one process, beside the same rows written by bare `pg` and
// beside two processes on the same topic; and how soon an event has its row. The subjects take turns, so that a noisy
// neighbour hits all of them.

import { type Figures, overRounds, type RoundFigures } from '../over-rounds.ts';
import type { LoadedServer } from '../server-process.ts';
import { median, rounded } from '../statistics.ts';
import { startSystem } from '../system.ts';
import { startTraceSink } from '../trace-sink.ts';
import { makeTenancies, type Tenancy } from './corpus.ts';
import { type Drained, drain, type Subject } from './drain.ts';
import { measureLag } from './lag.ts';
import { type PersistSetting, startPersist } from './persist-process.ts';
import { startRaw } from './raw.ts';
import { type EventSource, openSource } from './source.ts';
import { makeTables } from './tables.ts';

export const PERSIST_PARTS = ['raw', 'one', 'two', 'lag'] as const;
export type PersistPart = (typeof PERSIST_PARTS)[number];

export interface PersistOptions {
  readonly rounds: number;
  /** How many events the topic is filled with. */
  readonly events: number;
  /** How long a round of the open loop lasts. */
  readonly openSeconds: number;
  readonly only: readonly PersistPart[];
  /** Where each persist process writes a CPU profile. */
  readonly profileTo?: string | undefined;
  readonly say: (text: string) => void;
}

const ORGANIZATIONS = 100;
const OPEN_PER_SECOND = 1000;
const WARM_UP_SECONDS = 3;
/** As large batches as persist makes, on as many connections as its default pool has for them. */
const RAW_BATCHES = { batchRecords: 500, connections: 8 };

type Place = Omit<PersistSetting, 'databaseUrl'> & {
  readonly source: EventSource;
  readonly tenancies: readonly Tenancy[];
};

export async function benchPersist(options: PersistOptions): Promise<Record<string, unknown>> {
  const { rounds, events, only, say } = options;
  say('starting Kafka and Postgres');
  await using system = await startSystem();
  await using sink = await startTraceSink();
  await using source = await openSource(system);
  const partitions = source.partitions;
  const tenancies = makeTenancies(ORGANIZATIONS, partitions);
  await source.fill(tenancies, events);
  const place: Place = { system, sink, source, tenancies, profileTo: options.profileTo };

  const drains = new Map<string, Drained[]>();
  const subjects = (['raw', 'one', 'two'] as const).filter((name) => only.includes(name));
  for (let round = 1; round <= rounds; round += 1) {
    for (const name of subjects) {
      const drained = await drainOnce(place, name, events);
      drains.set(name, [...(drains.get(name) ?? []), drained]);
      const { process, postgres, kafka } = drained.cpuMicros;
      say(
        `round ${round} of ${rounds}: ${name} ${rounded(drained.perSecond)} events/s; µs of CPU an event: ` +
          `process ${rounded(process)}, Postgres ${rounded(postgres)}, Kafka ${rounded(kafka)}; ` +
          `${rounded(drained.busy * 100)} % of the machine`,
      );
    }
  }
  const lag = only.includes('lag') ? { lag: await lagOver(place, options) } : {};
  return { ...beside(drains), ...lag, events, rounds };
}

async function drainOnce(place: Place, name: 'raw' | 'one' | 'two', events: number): Promise<Drained> {
  const { system, source, tenancies } = place;
  await using tables = await makeTables(system.env.DATABASE_URL, tenancies);
  if (name === 'raw') {
    const job = { ...RAW_BATCHES, databaseUrl: tables.url, tenancies, events };
    return await drain(system, tables, events, () => startRaw(job));
  }
  await source.rewind();
  const records = await source.records();
  const count = name === 'two' ? 2 : 1;
  return await drain(system, tables, records, () => startMembers(place, tables.url, count));
}

/** Persist processes that have their partitions and wait for the progress rows. */
async function startMembers(place: Place, databaseUrl: string, count: number): Promise<Subject> {
  const members: LoadedServer[] = [];
  const start = async () => void members.push(await startPersist({ ...place, databaseUrl }));
  const stop = async () => {
    await Promise.all(members.map((member) => member[Symbol.asyncDispose]()));
  };
  const started = await Promise.allSettled(Array.from({ length: count }, start));
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  await place.source.joined(count);
  return {
    cpuMs: () => members.reduce((sum, member) => sum + member.cpuMs(), 0),
    go: () => {},
    [Symbol.asyncDispose]: stop,
  };
}

async function lagOver(place: Place, { rounds, openSeconds, say }: PersistOptions): Promise<Figures> {
  const { system, source, tenancies } = place;
  await using tables = await makeTables(system.env.DATABASE_URL, tenancies);
  await source.skipAll();
  await using persist = await startPersist({ ...place, databaseUrl: tables.url });
  const measure = (seconds: number) =>
    measureLag(source, tables, tenancies, { perSecond: OPEN_PER_SECOND, seconds });
  await measure(WARM_UP_SECONDS);
  const results: RoundFigures[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const cpuBefore = persist.cpuMs();
    const lag = await measure(openSeconds);
    const cpuMicros = ((persist.cpuMs() - cpuBefore) * 1000) / (OPEN_PER_SECOND * openSeconds);
    say(
      `round ${round} of ${rounds}: lag p50 ${rounded(lag.p50Ms)} ms, p95 ${rounded(lag.p95Ms)} ms, ` +
        `p99 ${rounded(lag.p99Ms)} ms; ${rounded(cpuMicros)} µs of CPU an event`,
    );
    results.push({ medians: { ...lag, cpuMicros }, worst: {} });
  }
  return overRounds(results);
}

/** The medians of all rounds, and what they are beside each other. Figures of missing subjects are left out. */
function beside(drains: ReadonlyMap<string, readonly Drained[]>): Record<string, unknown> {
  const of = (name: string, figure: (drained: Drained) => number) => {
    const values = drains.get(name)?.map(figure) ?? [];
    return values.length === 0 ? Number.NaN : median(values);
  };
  const perSubject = (figure: (drained: Drained) => number) =>
    Object.fromEntries([...drains.keys()].map((name) => [name, rounded(of(name, figure))]));
  const rate = (name: string) => of(name, ({ perSecond }) => perSecond);
  const worst = Math.max(0, ...[...drains.values()].flat().map(({ deadlocks }) => deadlocks));
  const cpu = (name: string) =>
    of(
      name,
      ({ cpuMicros }) => cpuMicros.process + cpuMicros.postgres + (name === 'raw' ? 0 : cpuMicros.kafka),
    );
  const figures = {
    eventsPerSecond: rate('one'),
    rawInsertPerSecond: rate('raw'),
    ratio: rate('one') / rate('raw'),
    // The same of the CPU time that an event takes of all processes: it stands when other work is on the machine.
    cpuRatio: cpu('raw') / cpu('one'),
    twoPerSecond: rate('two'),
    twoOfOne: rate('two') / rate('one'),
  };
  return {
    ...Object.fromEntries(
      Object.entries(figures)
        .filter(([, value]) => !Number.isNaN(value))
        .map(([name, value]) => [name, rounded(value)]),
    ),
    cpuMicros: {
      process: perSubject(({ cpuMicros }) => cpuMicros.process),
      postgres: perSubject(({ cpuMicros }) => cpuMicros.postgres),
      kafka: perSubject(({ cpuMicros }) => cpuMicros.kafka),
    },
    busy: perSubject(({ busy }) => busy),
    lockWaitShare: perSubject(({ lockWaitShare }) => lockWaitShare),
    deadlocks: worst,
  };
}
