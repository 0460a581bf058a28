import { onStage } from '../../on-stage.ts';
import type { Playable } from '../../playable.ts';
import { cellsOf, NOTHING } from '../run-deliver.ts';
import { type OrderedStage, openOrdered } from './open-ordered.ts';
import type { OrderedPlan } from './ordered-load.ts';
import { type OrderedResult, runOrdered } from './run-ordered.ts';

const PLAN: OrderedPlan = {
  ...{ keys: 1000, burst: 3, rate: 40, seconds: 150, rebalanceMs: 20_000, killEvery: 2, held: 300 },
};

/** Columns that say nothing here: the other scenarios look at that. */
const NOT_JUDGED = new Set(['refused', 'unknown', 'doubled', 'early', 'late', 'unsigned', 'lost']);

/** The long form: a thousand keys, a failure in five, a rebalance every 20 s, both processes killed now and then. */
export const ordered: Playable = {
  name: 'ordered',
  about: `${PLAN.keys} keys of ordered endpoints, every fifth post fails, a rebalance every ${PLAN.rebalanceMs / 1000} s, some by kill -9, some keys held by what is dead: no inversion`,
  async play({ seed, say }) {
    let result: OrderedResult | undefined;
    const { problems, seconds, kept } = await onStage<OrderedStage>(
      {
        name: 'ordered',
        open: openOrdered,
        async play(stage, note, _t, random) {
          result = await runOrdered(stage, PLAN, random, say);
          note(...result.problems);
        },
      },
      { seed },
    );
    const passed = problems.length === 0;
    const { deliveries = 0, posts = 0, dead = 0, restarts = 0 } = result ?? {};
    const counts = { ...NOTHING, accepted: deliveries, deliveries, posts, dead, restarts, problems, passed };
    const unknown = { mayDouble: 0, resumedMs: undefined, sampled: [] };
    const cells = cellsOf('ordered', { ...counts, ...unknown, seconds, kept }).map(
      ([title, value]) => [title, NOT_JUDGED.has(title) ? '–' : value] as const,
    );
    return { passed, seconds, problems, kept, cells, summary: result ? summaryOf(result) : 'nothing' };
  },
};

export function summaryOf({
  keys,
  posts,
  inversions,
  rebalances,
  kills,
  letGo,
  ...rest
}: OrderedResult): string {
  const { free, besideHeld } = rest;
  const ms = ({ p50, p99 }: typeof free) => `${p50} and ${p99} ms`;
  return `${keys} keys, ${posts} posts, ${inversions} inversions, ${rebalances} rebalances, ${kills} kills, ${letGo} let go by hand; p50 and p99 of free keys ${ms(free)}, beside held ones ${ms(besideHeld)}`;
}
