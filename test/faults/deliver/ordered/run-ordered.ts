// Ordered endpoints under random failures, with processes that come, go and die, and keys that are held by what is dead.
// Afterwards no delivery may have been posted before those of its key in front of it were over, and nothing that another
// key holds may have been waited for.
import type { Random } from '../../../support/fuzz-random.ts';
import { crashesIn } from '../../on-stage.ts';
import { comeAndGo } from './come-and-go.ts';
import { judgeOrder, type OrderJudgement } from './judge-order.ts';
import { drained, release } from './let-go.ts';
import type { OrderedStage } from './open-ordered.ts';
import { type OrderedPlan, sendHeld, sendLoad } from './ordered-load.ts';

export interface OrderedResult extends OrderJudgement {
  readonly deliveries: number;
  readonly posts: number;
  readonly rebalances: number;
  readonly kills: number;
  /** Deliveries that were skipped. */
  readonly dead: number;
  /** How often the first process was started again. */
  readonly restarts: number;
  /** Dead ones that were let go by hand, beside those that are there for it. */
  readonly letGo: number;
  /** From the append until it was taken, of keys that nothing holds, in milliseconds. */
  readonly free: Delays;
  /** The same, of endpoints of which another key is held. */
  readonly besideHeld: Delays;
  readonly problems: readonly string[];
}

interface Delays {
  readonly p50: number;
  readonly p99: number;
}

export async function runOrdered(
  stage: OrderedStage,
  plan: OrderedPlan,
  random: Random,
  say: (text: string) => void,
): Promise<OrderedResult> {
  const sent = new Map<string, { at: number; key: string }>();
  const heads = await sendHeld(stage, plan.held);
  const load = sendLoad(stage, plan, random, sent);
  const [rebalances, kills] = await comeAndGo(stage, plan, load, say);
  await load.done;
  const expected = sent.size + heads.length * (plan.held + 1);
  const letGo = await drained(stage, expected);
  say(`${stage.receiver.posts.length} posts, ${rebalances} rebalances, ${letGo} let go by hand`);
  const problems = await release(stage, heads, plan.held);
  const deliveries = await stage.placed();
  const { posts } = stage.receiver;
  const judged = judgeOrder(deliveries, posts);
  if (judged.inversions > 0) problems.push(`${judged.inversions} inversions: ${judged.examples.join('; ')}`);
  if (judged.strangers > 0) problems.push(`${judged.strangers} posts of nothing that is known`);
  if (deliveries.length !== expected) problems.push(`${deliveries.length} deliveries, not ${expected}`);
  problems.push(...crashesIn(stage.logs()));
  const taken = posts.filter(({ status, webhookId }) => status === 200 && sent.has(webhookId));
  const delaysOf = (isHeld: boolean) =>
    delays(
      taken
        .filter(({ endpoint }) => heads.some((one) => one.endpoint.path === endpoint) === isHeld)
        .map(({ webhookId, at }) => at - (sent.get(webhookId)?.at ?? at)),
    );
  return {
    ...{ ...judged, deliveries: deliveries.length, posts: posts.length, rebalances, kills, letGo, problems },
    ...{
      restarts: stage.deliver.exits.length,
      dead: deliveries.filter(({ state }) => state === 'dead').length,
    },
    ...{ free: delaysOf(false), besideHeld: delaysOf(true) },
  };
}

function delays(all: readonly number[]): Delays {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
