// A flood of bad keys: half of them name a key that exists, with a wrong secret. Good traffic goes on, and so does what is
// usual beside it: keys that the process has never seen are used for the first time, before and after the flood as well.
import { type LoadedApi, startApi } from './hopline.ts';
import { Generator, type LoadResult } from './load/generator-process.ts';
import type { Load, RequestKind } from './load/load.ts';
import { type Figures, overRounds, type RoundFigures } from './over-rounds.ts';
import { median, rounded } from './statistics.ts';
import { startSystem } from './system.ts';

export interface FloodOptions {
  readonly rounds: number;
  /** How long a flood lasts. Before and after each, good traffic alone is measured for a third of that. */
  readonly seconds: number;
  readonly badPerSecond: number;
  /** As many bad keys as take this share of a core, if that is fewer: slow cores cannot answer 2,000 beside the rest. */
  readonly coreShare: number;
  readonly say: (text: string) => void;
}

const GOOD_PER_SECOND = 200;
const COLD_KEYS_PER_SECOND = 1;
const KNOWN_KEYS = 20;
const TRY_SECONDS = 3;
const TRY_PER_SECOND = 400;
const TIMEOUT_MS = 10_000;

export async function benchFlood(options: FloodOptions): Promise<Figures> {
  const { rounds, seconds, say } = options;
  say('starting Kafka and Postgres');
  await using system = await startSystem();
  await using api = await startApi(system);
  await using generator = new Generator();
  const good = await api.createTenant();
  const known = await Promise.all(Array.from({ length: KNOWN_KEYS }, api.createTenant));
  // The key that is in use as well: who knows an id must not be able to lock it out.
  const keyIds = [good, ...known].map(({ keyId }) => keyId);

  const open = (request: RequestKind, perSecond: number, length: number): Load => {
    const pace = { kind: 'open', perSecond, maxConnections: 256, patienceMs: 5000 } as const;
    return { port: api.port, request, pace, seconds: length, timeoutMs: TIMEOUT_MS, windowMs: 1000 };
  };
  const event = { kind: 'event', apiKey: good.apiKey } as const;
  const firstUsesOf = (apiKeys: string[], length: number) =>
    open({ kind: 'keys', apiKeys }, COLD_KEYS_PER_SECOND, length);
  const calmSeconds = Math.max(3, Math.ceil(seconds / 3));
  // Without the flood, but with first uses: what is compared differs in the bad keys alone.
  const calm = async () => {
    const cold = await coldKeys(api, calmSeconds * COLD_KEYS_PER_SECOND);
    const [result] = await generator.run(
      open(event, GOOD_PER_SECOND, calmSeconds),
      firstUsesOf(cold, calmSeconds),
    );
    return result;
  };

  const flood = (perSecond: number, length: number) => open({ kind: 'bad keys', keyIds }, perSecond, length);
  const cpuMsOf = async (...others: Load[]) => {
    const before = api.cpuMs();
    await generator.run(open(event, GOOD_PER_SECOND, TRY_SECONDS), ...others);
    return api.cpuMs() - before;
  };
  const someBadKeys = flood(TRY_PER_SECOND, TRY_SECONDS);

  // Warmed up before they are compared.
  await calm();
  await cpuMsOf(someBadKeys);
  const msPerBadKey = ((await cpuMsOf(someBadKeys)) - (await cpuMsOf())) / (TRY_PER_SECOND * TRY_SECONDS);
  const affordable = (1000 * options.coreShare) / Math.max(msPerBadKey, 0.001);
  const badPerSecond = Math.round(Math.min(options.badPerSecond, affordable));
  say(`a bad key takes ${rounded(msPerBadKey * 1000)} µs of CPU: ${badPerSecond} a second`);
  const results: RoundFigures[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const cold = await coldKeys(api, seconds * COLD_KEYS_PER_SECOND);
    const before = await calm();
    const memoryBefore = api.memoryMb().now;
    const cpuBefore = api.cpuMs();
    const [during, bad, firstUses] = await generator.run(
      open(event, GOOD_PER_SECOND, seconds),
      flood(badPerSecond, seconds),
      firstUsesOf(cold, seconds),
    );
    const memoryAfter = api.memoryMb().now;
    const cpuMs = api.cpuMs() - cpuBefore;
    const after = await calm();
    const p99Ms = { before: p99(before), during: p99(during), after: p99(after) };
    const p99Ratio = p99Ms.during / ((p99Ms.before + p99Ms.after) / 2);
    say(
      `round ${round} of ${rounds}: p99 of good traffic ${rounded(p99Ms.before)} ms before, ${rounded(p99Ms.during)} ms ` +
        `during, ${rounded(p99Ms.after)} ms after; bad keys ${JSON.stringify(bad.statuses)}`,
    );
    results.push({
      medians: {
        p99Ms,
        p99Ratio,
        slowestOfASecondMs: {
          before: slowestOfASecond(before),
          during: slowestOfASecond(during),
          after: slowestOfASecond(after),
        },
        // CPU time of the api for all of it, good events and first uses included, for each bad key.
        cpuMicrosPerBadKey: (cpuMs * 1000) / bad.sent,
        coldSlowestMs: firstUses.accepted.quantile(1),
        badPerSecond: bad.refused.total / seconds,
        badP99Ms: bad.refused.quantile(0.99),
        badStatuses: bad.statuses,
      },
      worst: {
        goodLost: lostOf(during),
        coldLost: cold.length - firstUses.accepted.total,
        badAccepted: bad.accepted.total,
        badUnanswered: bad.broken + bad.hung + bad.unsent,
        memoryGrowthMb: memoryAfter - memoryBefore,
        memoryMb: api.memoryMb().highest,
      },
    });
  }
  return { ...overRounds(results), offeredBadPerSecond: badPerSecond, rounds, seconds };
}

/** Keys that the process has not seen yet. */
async function coldKeys(api: LoadedApi, count: number): Promise<string[]> {
  const tenants = await Promise.all(Array.from({ length: count }, api.createTenant));
  return tenants.map(({ apiKey }) => apiKey);
}

function p99(result: LoadResult): number {
  return result.accepted.quantile(0.99);
}

/** The slowest answer of a second in most seconds: unlike a p99 of all it leaves alone what the machine does to some of them. */
function slowestOfASecond({ windows }: LoadResult): number {
  return median(windows.filter((window) => window.total > 0).map((window) => window.quantile(1)));
}

/** Requests that should have been accepted and were not. */
function lostOf(result: LoadResult): number {
  return result.refused.total + result.broken + result.hung + result.unsent;
}
