// What traces cost: one api process for each share of requests that is traced, all of them alike but for that. Each round has
// processes of its own, since what a compiler makes of one differs by more than traces cost, and another order, so that every
// share has had every place in it. How many requests it takes is measured in a closed loop; the CPU of a request at a steady
// rate, since in a closed one it differs by a third between processes that are alike.
import { type LoadedApi, startApi } from '../hopline.ts';
import { measure, type Round } from '../ingest/rounds.ts';
import { Generator } from '../load/generator-process.ts';
import type { Pace } from '../load/load.ts';
import { rounded } from '../statistics.ts';
import { type BenchSystem, startSystem } from '../system.ts';
import { SHARES, type Share, type SubjectRounds, tracingFigures } from './figures.ts';

export interface TracingOptions {
  readonly rounds: number;
  /** How long each of the two loads of a share lasts in a round. */
  readonly seconds: number;
  /** Of the closed loop. */
  readonly connections: number;
  /** Requests a second of the steady load. */
  readonly rate: number;
  readonly say: (text: string) => void;
}

const TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 500;
const PATIENCE_MS = 5000;
const WARM_UP_SECONDS = 5;
/** Right before it counts: what has not run for a while is slower at first. */
const RUN_UP_SECONDS = 1;

export async function benchTracing(options: TracingOptions): Promise<Record<string, unknown>> {
  const { rounds, connections, rate, say } = options;
  say('starting Kafka and Postgres');
  await using system = await startSystem();
  await using generator = new Generator();
  const results = new Map<Share, SubjectRounds>(
    SHARES.map((share) => [share, { rounds: [], requests: 0, exportedBytes: 0 }]),
  );
  for (let round = 1; round <= rounds; round += 1) {
    await runRound(round, { system, generator, results }, options);
    const cpu = SHARES.map((share) => `${share} %: ${rounded(lastCpuMicros(results.get(share)))} µs`);
    say(`round ${round} of ${rounds}: CPU of a request, by the share that is traced: ${cpu.join(', ')}`);
  }
  return { ...tracingFigures(results), rounds, connections, rate };
}

interface Stage {
  readonly system: BenchSystem;
  readonly generator: Generator;
  readonly results: ReadonlyMap<Share, SubjectRounds>;
}

async function runRound(
  round: number,
  { system, generator, results }: Stage,
  { connections, rate, seconds }: TracingOptions,
): Promise<void> {
  await using servers = new AsyncDisposableStack();
  const apis = new Map<Share, LoadedApi>();
  for (const share of SHARES) {
    const env = {
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: String(share / 100),
      // As exporters have it by default.
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    };
    apis.set(share, servers.use(await startApi(system, env)));
  }
  const { apiKey } = (await apis.get(0)?.createTenant()) ?? { apiKey: '' };
  const closed: Pace = { kind: 'closed', connections };
  const steady: Pace = {
    kind: 'open',
    perSecond: rate,
    maxConnections: MAX_CONNECTIONS,
    patienceMs: PATIENCE_MS,
  };
  const run = async (share: Share, pace: Pace, forSeconds: number): Promise<Round> => {
    const api = apis.get(share);
    const result = results.get(share);
    if (!api || !result) throw new Error(`nothing traces ${share} %`);
    const request = { kind: 'event', apiKey } as const;
    const load = { request, pace, port: api.port, seconds: forSeconds, timeoutMs: TIMEOUT_MS };
    const figures = await measure(generator, api, load);
    result.requests += figures.perSecond * forSeconds;
    return figures;
  };
  for (const share of SHARES) await run(share, closed, WARM_UP_SECONDS);
  const turn = round % SHARES.length;
  for (const share of [...SHARES.slice(turn), ...SHARES.slice(0, turn)]) {
    await run(share, closed, RUN_UP_SECONDS);
    const { perSecond } = await run(share, closed, seconds);
    const { cpuMicros, p50Ms, p99Ms } = await run(share, steady, seconds);
    results.get(share)?.rounds.push({ perSecond, cpuMicros, p50Ms, p99Ms });
  }
  for (const [share, api] of apis) {
    const result = results.get(share);
    if (result) result.exportedBytes += api.tracesBytes();
  }
}

function lastCpuMicros(result: SubjectRounds | undefined): number {
  return result?.rounds.at(-1)?.cpuMicros ?? Number.NaN;
}
