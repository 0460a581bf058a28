// Events that flow while something is done to the receiver.
import { until } from '../support/until.ts';
import type { Shop } from './shop.ts';

const ROUND = 10;

/**
 * Posts ten events, the next ten when those are worked on, and so on until `act` has ended.
 * @param worked waits until these are worked on
 * @param act gets a function that waits until events that were posted after its call have been worked on
 * @returns the ids of all of them
 */
export async function flowDuring(
  shop: Shop,
  worked: (ids: readonly string[]) => Promise<unknown>,
  act: (goOn: () => Promise<unknown>) => Promise<void>,
): Promise<string[]> {
  const ids: string[] = [];
  let rounds = 0;
  let over = false;
  const flow = async () => {
    while (!over) {
      const posted = await shop.post(Array.from({ length: ROUND }, (_, n) => `{"n":${n}}`));
      ids.push(...posted);
      await worked(posted);
      rounds += 1;
    }
  };
  // The round that is under way, and one more.
  const goOn = () => {
    const wanted = rounds + 2;
    return until('events flow', () => rounds >= wanted, 120_000);
  };
  const acting = goOn()
    .then(() => act(goOn))
    .finally(() => {
      over = true;
    });
  await Promise.all([flow(), acting]);
  return ids;
}
