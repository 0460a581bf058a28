// What those who look on cost the api, as ratios: stretches with and without them take turns under the same load.
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, memoryMb, treeCpuMs } from '@hopline/bench/process-usage';
import type { Cleanup } from '../support/cleanup.ts';
import { openStream } from '../support/event-stream.ts';
import type { TailDeps } from './check-tail.ts';
import { quantile } from './times.ts';

/** As many as one organization may have. */
const TAILS = 20;
const STRETCH_MS = 5000;
const SETTLE_MS = 1000;
const ROUNDS = 3;
/** What all of it takes. */
export const COST_SECONDS = (2 * 2 * ROUNDS * (STRETCH_MS + SETTLE_MS)) / 1000 + 10;
/** A tail reads once a second, and its 50 rows are printed for each. */
const MOST_OF_A_TAIL_MS = 40;
const MOST_RSS_GROWTH = 1.5;

interface Stretch {
  /** CPU time for a second, of each process, in milliseconds. */
  readonly api: number;
  readonly postgres: number;
  readonly rssMb: number;
}

/** Twenty tails against none, then one who looks at the live figures against none. */
export async function checkTailCost(t: Cleanup, deps: TailDeps): Promise<void> {
  const { rate, checks, say } = deps;
  const tails = await inTurns(t, deps, '/api/events/stream', TAILS);
  const each = (tails.with.api - tails.without.api) / TAILS;
  const eachPostgres = (tails.with.postgres - tails.without.postgres) / TAILS;
  say(`  the api at ${rate}/s: ${print(tails.without)}; with ${TAILS} tails: ${print(tails.with)}`);
  say(
    `  a tail costs ${each.toFixed(1)} ms of CPU a second in the api, ${eachPostgres.toFixed(1)} in Postgres`,
  );
  checks.note(
    'a tail costs little',
    each + eachPostgres <= MOST_OF_A_TAIL_MS
      ? undefined
      : `${(each + eachPostgres).toFixed(1)} ms of CPU a second`,
  );
  checks.note(
    'twenty tails do not fill the memory',
    tails.with.rssMb <= MOST_RSS_GROWTH * tails.without.rssMb
      ? undefined
      : `${tails.with.rssMb} MB instead of ${tails.without.rssMb}`,
  );
  const figures = await inTurns(t, deps, '/api/stats/stream', 1);
  const ratio = figures.with.api / figures.without.api;
  say(
    `  while somebody looks at the live figures the api takes ${ratio.toFixed(2)} times the CPU for the same events`,
  );
  checks.note(
    'counting for live figures costs little',
    ratio <= 1.15 ? undefined : `${ratio.toFixed(2)} times the CPU`,
  );
}

async function inTurns(t: Cleanup, deps: TailDeps, path: string, streams: number) {
  const [without, withThem]: [Stretch[], Stretch[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    without.push(await stretch(deps));
    const headers = { 'x-api-key': deps.access.apiKey };
    const open = await Promise.all(
      Array.from({ length: streams }, () => openStream(t, `${deps.access.url}${path}`, headers)),
    );
    withThem.push(await stretch(deps));
    for (const stream of open) stream.close();
  }
  return { without: median(without), with: median(withThem) };
}

async function stretch({ system, database }: TailDeps): Promise<Stretch> {
  const { pid } = system.service('api');
  const server = database.postgres.pid ?? 0;
  // What a stretch before has left is over by then.
  await sleep(SETTLE_MS);
  const [api, postgres, at] = [cpuMs(pid), treeCpuMs(server), performance.now()];
  await sleep(STRETCH_MS);
  const seconds = (performance.now() - at) / 1000;
  return {
    api: (cpuMs(pid) - api) / seconds,
    postgres: (treeCpuMs(server) - postgres) / seconds,
    rssMb: memoryMb(pid).now,
  };
}

function median(stretches: readonly Stretch[]): Stretch {
  const of = (key: keyof Stretch) =>
    quantile(
      stretches.map((one) => one[key]),
      0.5,
    );
  return { api: of('api'), postgres: of('postgres'), rssMb: of('rssMb') };
}

function print({ api, postgres, rssMb }: Stretch): string {
  return `${Math.round(api)} ms of CPU a second, Postgres ${Math.round(postgres)}, ${Math.round(rssMb)} MB`;
}
