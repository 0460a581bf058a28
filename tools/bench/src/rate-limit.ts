// Three api processes under three times the limit of one organization, split 70/20/10: how much they admit together in
// each window, the first one too, in which the limit is still unused.
import { startApi } from './hopline.ts';
import { Generator, type LoadResult } from './load/generator-process.ts';
import type { Load } from './load/load.ts';
import { rounded } from './statistics.ts';
import { startSystem } from './system.ts';
import { createTenant } from './tenant.ts';

export interface RateLimitOptions {
  /** Events in a window. */
  readonly limit: number;
  /** The length of a window, in seconds: 60 in production. */
  readonly windowSeconds: number;
  readonly windows: number;
  readonly say: (text: string) => void;
}

const SPLIT = [0.7, 0.2, 0.1];
const TIMES_THE_LIMIT = 3;

export async function benchRateLimit(options: RateLimitOptions): Promise<Record<string, unknown>> {
  const { limit, windowSeconds, windows, say } = options;
  say('starting Kafka, Postgres and three api processes');
  await using system = await startSystem();
  const env = { ...system.env, RATE_LIMIT_WINDOW: `${windowSeconds}s` };
  await using first = await startApi({ ...system, env });
  await using second = await startApi({ ...system, env });
  await using third = await startApi({ ...system, env });
  const apis = [first, second, third];
  await using generator = new Generator();
  const { apiKey } = await createTenant(first.url, system.env.ADMIN_TOKEN, limit);

  // A read is not counted, but the key is verified then: windows begin with the first event, and so with the load.
  for (const { url } of apis) await fetch(`${url}/api/endpoints`, { headers: { 'x-api-key': apiKey } });

  const loads = apis.map(({ port }, i): Load => {
    const perSecond = ((SPLIT[i] ?? 0) * TIMES_THE_LIMIT * limit) / windowSeconds;
    return {
      port,
      request: { kind: 'event', apiKey },
      pace: { kind: 'open', perSecond, maxConnections: 64, patienceMs: 5000 },
      seconds: windows * windowSeconds,
      timeoutMs: 10_000,
      windowMs: windowSeconds * 1000,
    };
  });
  say(`${windows} windows of ${windowSeconds} s at ${TIMES_THE_LIMIT} times ${limit} events`);
  const results = await generator.run(...loads);
  const admitted = Array.from({ length: windows }, (_, window) =>
    results.map(({ windows: counts }) => counts[window]?.total ?? 0),
  );
  const ratios = admitted.map((byProcess) => rounded(sum(byProcess) / limit));
  const checks = await Promise.all(apis.map(({ url }) => checkTimes(url)));
  return {
    limit,
    windowSeconds,
    split: SPLIT,
    offered: results.map(({ sent }) => sent),
    admitted,
    /** Of all processes together, beside the limit, window by window. */
    ratios,
    /** Of each process: how many answers by status. */
    statuses: results.map(({ statuses }) => statuses),
    busyAnswers: sum(results.map(({ statuses }) => statuses[503] ?? 0)),
    otherAnswers: sum(results.map(otherAnswers)),
    checkP99Ms: p99Ms(checks),
  };
}

/** Requests that were neither accepted, nor refused for the limit or because the process was busy (503). */
function otherAnswers({ sent, statuses, unsent }: LoadResult): number {
  return sent + unsent - (statuses[202] ?? 0) - (statuses[429] ?? 0) - (statuses[503] ?? 0);
}

/** A bound in seconds, and how many checks of the limit took no longer than that. */
type Bucket = readonly [bound: number, checks: number];

/** What a process tells of the checks that it timed. */
async function checkTimes(url: string): Promise<Bucket[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const buckets = text.matchAll(/^rate_limit_check_latency_seconds_bucket\{le="([^"]+)"\} (\d+)/gm);
  return [...buckets].map(([, bound, checks]) => [
    Number(bound?.replace('+Inf', 'Infinity')),
    Number(checks),
  ]);
}

/** The bound in milliseconds that 99 of 100 checks of all processes are below. */
function p99Ms(processes: readonly (readonly Bucket[])[]): number {
  const [bounds = []] = processes;
  const checksBelow = bounds.map((_, i) => sum(processes.map((buckets) => buckets[i]?.[1] ?? 0)));
  const all = checksBelow.at(-1) ?? 0;
  const index = checksBelow.findIndex((checks) => checks >= 0.99 * all);
  return (bounds[index]?.[0] ?? Number.NaN) * 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
