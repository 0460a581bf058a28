// What one round of a subject gives.
import type { Generator, LoadResult } from '../load/generator-process.ts';
import type { Load } from '../load/load.ts';
import type { LoadedServer } from '../server-process.ts';

export interface Round {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** CPU time of the server process for one request, in microseconds. */
  readonly cpuMicros: number;
  /** How late the 99th percentile of requests was sent, in milliseconds: in an open loop a part of the latencies. */
  readonly lateP99Ms: number;
}

/** Loads the server once. @throws {Error} when a request was not accepted */
export async function measure(generator: Generator, server: LoadedServer, load: Load): Promise<Round> {
  const cpuBefore = server.cpuMs();
  const [result] = await generator.run(load);
  const cpu = server.cpuMs() - cpuBefore;
  mustBeAccepted(server.url, result);
  return {
    perSecond: result.acceptedPerSecond,
    p50Ms: result.accepted.quantile(0.5),
    p95Ms: result.accepted.quantile(0.95),
    p99Ms: result.accepted.quantile(0.99),
    cpuMicros: (cpu * 1000) / result.accepted.total,
    lateP99Ms: result.lateness.quantile(0.99),
  };
}

function mustBeAccepted(url: string, result: LoadResult): void {
  const { refused, broken, hung, unsent, statuses, accepted } = result;
  if (refused.total + broken + hung + unsent === 0 && accepted.total > 0) return;
  throw new Error(
    `${url}: answers by status ${JSON.stringify(statuses)}; broken ${broken}, hung ${hung}, unsent ${unsent}`,
  );
}
