import { sleep } from '@hopline/runtime/wait';
import { until } from '../../../support/until.ts';
import type { OrderedStage } from './open-ordered.ts';
import type { Load, OrderedPlan } from './ordered-load.ts';

const LIMIT_MS = 60_000;

/** A second process joins and leaves; now and then it is killed, or the first one is. */
export async function comeAndGo(
  stage: OrderedStage,
  { rebalanceMs, killEvery, seconds }: OrderedPlan,
  load: Load,
  say: (text: string) => void,
): Promise<[rebalances: number, kills: number]> {
  const { raw, fixture, deliver } = stage;
  const members = (count: number) =>
    until(
      `the group has ${count} members`,
      async () => (await raw.members(fixture.kafka.groups.deliver)).length === count,
      LIMIT_MS,
    );
  let [rebalances, kills] = [0, 0];
  // At least once each way, however short the load is.
  while (rebalances < 2 || (!load.isOver() && seconds > 0)) {
    const other = stage.launchDeliver();
    await members(2);
    await sleep(rebalanceMs);
    rebalances += 2;
    const isKill = killEvery > 0 && (rebalances / 2) % killEvery === 0;
    if (isKill) {
      kills += 2;
      // Both, one after the other: the first is started again.
      deliver.signal('SIGKILL');
      await sleep(rebalanceMs / 2);
    }
    await other.end(isKill ? 'SIGKILL' : 'SIGTERM');
    await members(1);
    say(`${rebalances} rebalances, ${stage.receiver.posts.length} posts`);
    if (!load.isOver()) await sleep(rebalanceMs);
  }
  return [rebalances, kills];
}
