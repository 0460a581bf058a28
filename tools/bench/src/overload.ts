// More than the machine can take: what it still accepts, what it needs for that, and how soon it is itself again.
//
// The generator and the broker share the machine with the api, and a refusal costs the generator as much as an acceptance.
// So the peak is measured with the same generator, and the CPU share of each stands beside the rates: `acceptedOfPeak` is
// what clients see on this machine, `perCpuOfPeak` (accepted for a CPU second of the api) what carries over to others.
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadedApi, startApi } from './hopline.ts';
import { Generator, type LoadResult } from './load/generator-process.ts';
import type { Load, Pace } from './load/load.ts';
import { type Figures, overRounds, type RoundFigures } from './over-rounds.ts';
import { rounded } from './statistics.ts';
import { startSystem } from './system.ts';

export interface OverloadOptions {
  readonly rounds: number;
  /** How long an overload lasts. */
  readonly seconds: number;
  /** The most connections at a time. What finds none within a second is not sent. */
  readonly connections: number;
  /** How many times the peak is offered. */
  readonly factor: number;
  readonly say: (text: string) => void;
}

const RAMP_CONNECTIONS = [64, 16, 32, 64, 128, 256];
const CALM_SECONDS = 2;
const RECOVERY_SECONDS = 8;
/** Of the peak: what is offered before and after, when all is well. */
const CALM_SHARE = 0.25;
const WINDOW_MS = 250;
const PATIENCE_MS = 1000;
const TIMEOUT_MS = 10_000;
/** Recovered is a window whose p99 is within three times the calm one, and this much for the noise of the machine. */
const RECOVERED_FACTOR = 3;
const RECOVERED_FLOOR_MS = 20;
/** That many windows in a row. */
const RECOVERED_WINDOWS = 4;

/** CPU seconds a second. */
interface CpuShare {
  readonly api: number;
  readonly generator: number;
}

export async function benchOverload(options: OverloadOptions): Promise<Figures> {
  const { rounds, seconds, connections, factor, say } = options;
  say('starting Kafka and Postgres');
  await using system = await startSystem();
  await using api = await startApi(system);
  await using generator = new Generator();
  const { apiKey } = await api.createTenant();
  const load = (pace: Pace, length: number): Load => {
    const request = { kind: 'event', apiKey } as const;
    return { port: api.port, request, pace, seconds: length, timeoutMs: TIMEOUT_MS, windowMs: WINDOW_MS };
  };
  const open = (perSecond: number, length: number) =>
    load({ kind: 'open', perSecond, maxConnections: connections, patienceMs: PATIENCE_MS }, length);
  const stepSeconds = Math.min(3, Math.max(1, seconds / 4));
  const closed = async (count: number) => {
    const running = generator.run(load({ kind: 'closed', connections: count }, stepSeconds));
    const [[result], cpu] = await Promise.all([running, cpuShare(api, generator, stepSeconds)]);
    return { perSecond: result.acceptedPerSecond, cpu };
  };

  let best = { count: 0, perSecond: 0 };
  for (const count of RAMP_CONNECTIONS) {
    const { perSecond } = await closed(count);
    say(`${count} connections: ${rounded(perSecond)}/s accepted`);
    if (perSecond > best.perSecond) best = { count, perSecond };
  }

  const results: RoundFigures[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const peak = await closed(best.count);
    const calmRate = Math.round(peak.perSecond * CALM_SHARE);
    const [calm] = await generator.run(open(calmRate, CALM_SECONDS));
    const calmP99 = calm.accepted.quantile(0.99);
    // The calm load begins again the moment that the overload ends, whatever is still under way then.
    const running = generator.run(open(peak.perSecond * factor, seconds), {
      ...open(calmRate, RECOVERY_SECONDS),
      startAfter: seconds,
    });
    const [[over, recovery], cpu] = await Promise.all([running, cpuShare(api, generator, seconds)]);
    const acceptedOfPeak = over.acceptedPerSecond / peak.perSecond;
    say(
      `round ${round} of ${rounds}: peak ${rounded(peak.perSecond)}/s, ${rounded(over.acceptedPerSecond)}/s of ` +
        `${rounded(peak.perSecond * factor)}/s accepted, ${rounded(acceptedOfPeak)} of the peak; ` +
        `${JSON.stringify(over.statuses)}`,
    );
    results.push({
      medians: {
        peakPerSecond: peak.perSecond,
        offeredPerSecond: peak.perSecond * factor,
        sentPerSecond: over.sent / seconds,
        acceptedPerSecond: over.acceptedPerSecond,
        acceptedOfPeak,
        perCpuOfPeak: over.acceptedPerSecond / cpu.api / (peak.perSecond / peak.cpu.api),
        cpuShare: { peak: { ...peak.cpu }, overload: { ...cpu } },
        statuses: over.statuses,
        p99Ms: {
          calm: calmP99,
          accepted: over.accepted.quantile(0.99),
          refused: over.refused.total === 0 ? 0 : over.refused.quantile(0.99),
        },
        recoveredAfterMs: recoveredAfterMs(recovery, RECOVERED_FACTOR * calmP99 + RECOVERED_FLOOR_MS),
      },
      worst: {
        broken: over.broken + recovery.broken,
        hung: over.hung + recovery.hung,
        memoryMb: api.memoryMb().highest,
      },
    });
  }
  return { ...overRounds(results), connections, rounds, seconds };
}

async function cpuShare(api: LoadedApi, generator: Generator, seconds: number): Promise<CpuShare> {
  const before = { api: api.cpuMs(), generator: generator.cpuMs() };
  await sleep(seconds * 1000);
  return {
    api: (api.cpuMs() - before.api) / (seconds * 1000),
    generator: (generator.cpuMs() - before.generator) / (seconds * 1000),
  };
}

/** How long after the overload all is well again for good; the whole time of the recovery when it never is. */
function recoveredAfterMs({ windows }: LoadResult, limitMs: number): number {
  // A window in which nothing was accepted has no p99, and is not well.
  const well = windows.map((window) => window.quantile(0.99) <= limitMs);
  const first = well.findIndex((_, i) => {
    const next = well.slice(i, i + RECOVERED_WINDOWS);
    return next.length === RECOVERED_WINDOWS && next.every(Boolean);
  });
  return (first < 0 ? windows.length : first) * WINDOW_MS;
}
