// How quickly deliver posts what waits, beside bare undici; how soon a webhook follows its event, with all services on
// this machine; and how many events a second go all the way.
import { type Figures, overRounds, type RoundFigures } from '../over-rounds.ts';
import type { Faults } from '../receive/figures.ts';
import { startWholeWay, type WholeWay } from '../receive/whole-way.ts';
import { rounded } from '../statistics.ts';
import { type Burst, burst } from './burst.ts';
import { type Steady, steady, type Through, through } from './steady.ts';

export const DELIVER_PARTS = ['burst', 'open', 'single', 'batch'] as const;
export type DeliverPart = (typeof DELIVER_PARTS)[number];

export interface DeliverOptions {
  readonly rounds: number;
  /** How many a burst has, and how many go all the way. */
  readonly events: number;
  /** How long a round of the open loop lasts at each rate. */
  readonly openSeconds: number;
  readonly only: readonly DeliverPart[];
  /** Where each deliver process writes a CPU profile. */
  readonly profileTo?: string | undefined;
  readonly say: (text: string) => void;
}

const ENDPOINTS = 100;
const OPEN_RATES = [100, 300] as const;
const WARM_UP = { perSecond: 300, seconds: 5 };
const SINGLE = { connections: 64, batch: 1 };
const BATCH = { connections: 8, batch: 100 };

export async function benchDeliver(options: DeliverOptions): Promise<Record<string, unknown>> {
  const { rounds, events, openSeconds, only, say } = options;
  await using way = await startWholeWay({ customers: ENDPOINTS, profileTo: options.profileTo, say });
  const results: RoundFigures[] = [];
  const faults: Faults[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const tell = (text: string) => say(`round ${round} of ${rounds}: ${text}`);
    const medians: Record<string, Figures> = {};
    const note = (name: string, { faults: found, ...figures }: { faults: Faults } & object) => {
      faults.push(found);
      medians[name] = figures as Figures;
      tell(`${name} ${JSON.stringify(roundedAll(figures as Figures))} ${JSON.stringify(found)}`);
    };
    // Whatever the machine does better, or worse, the second time is not always to the same one's advantage.
    const first = round % 2 === 1 ? 'raw' : 'deliver';
    if (only.includes('burst')) note('burst', besideRaw(await burst(way, events, first)));
    if (only.some((part) => part !== 'burst')) {
      await allTheWay(way, { events, openSeconds, only }, note);
    }
    results.push({ medians, worst: {} });
  }
  const worst = (pick: (found: Faults) => number) => Math.max(...faults.map(pick));
  return {
    ...overRounds(results),
    lost: worst(({ lost }) => lost),
    doubled: worst(({ doubled }) => doubled),
    badSignatures: worst(({ badSignatures }) => badSignatures),
    ...{ events, rounds },
  };
}

async function allTheWay(
  way: WholeWay,
  { events, openSeconds, only }: Pick<DeliverOptions, 'events' | 'openSeconds' | 'only'>,
  note: (name: string, figures: Steady | Through) => void,
): Promise<void> {
  await using _deliver = await way.startDeliver();
  await steady(way, WARM_UP.perSecond, WARM_UP.seconds);
  if (only.includes('single')) note('single', await through(way, events, SINGLE));
  if (only.includes('batch')) note('batch', await through(way, events, BATCH));
  // Last: at a low rate it would take minutes until their code is compiled, as it is in processes that have been at it for long.
  for (const perSecond of only.includes('open') ? OPEN_RATES : []) {
    note(`at${perSecond}`, await steady(way, perSecond, openSeconds));
  }
}

function besideRaw(figures: Burst) {
  const { deliveriesPerSecond, rawPerSecond, cpuMicros, rawCpuMicros } = figures;
  return {
    ...figures,
    ratio: deliveriesPerSecond / rawPerSecond,
    // The same of the CPU time of the two processes: it stands when other work is on the machine.
    cpuRatio: rawCpuMicros / (cpuMicros.deliver ?? Number.NaN),
  };
}

function roundedAll(figures: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? rounded(value) : roundedAll(value),
    ]),
  );
}
