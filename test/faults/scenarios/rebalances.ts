// A second process joins and leaves, again and again; some of its ends are without a word.
import { until } from '../../support/until.ts';
import type { Scenario, Stage } from '../scenario.ts';

const BEFORE = 300;
const BETWEEN = 100;
const JOIN_LIMIT_MS = 60_000;
/** Of so many ends one is a kill: the group finds out by the session time-out. */
const KILL_EVERY = 3;

async function members({ raw, fixture }: Stage, count: number): Promise<void> {
  await until(
    `the group has ${count} members`,
    async () => (await raw.members(fixture.kafka.groups.persist)).length === count,
    JOIN_LIMIT_MS,
  );
}

/** Does something that the group must notice, and waits until the first process has its partitions assigned anew. */
async function rebalanced({ persist }: Stage, change: () => Promise<void>): Promise<void> {
  const times = () => persist.log().match(/partitions\.assigned/g)?.length ?? 0;
  const before = times();
  await change();
  await until('partitions are assigned anew', () => times() > before, JOIN_LIMIT_MS);
}

/** @param times how often the second process joins and leaves: as many rebalances each */
export function rebalances(times: number): Scenario {
  return {
    name: 'rebalances',
    about: `a second process joins and leaves ${times} times, every third time by kill -9`,
    async run(stage) {
      const problems: string[] = [];
      await stage.passed(BEFORE);
      for (let round = 1; round <= times; round += 1) {
        const other = stage.launchPersist();
        await rebalanced(stage, () => members(stage, 2));
        await until('it has partitions', () => /partitions\.assigned/.test(other.log()) || other.hasEnded());
        await stage.passed(BETWEEN);
        const isKilled = round % KILL_EVERY === 0;
        await rebalanced(stage, async () => {
          const code = await other.end(isKilled ? 'SIGKILL' : 'SIGTERM');
          if (isKilled ? other.signal() !== 'SIGKILL' : code !== 0) {
            problems.push(`the second process ended with ${code ?? other.signal()}`);
          }
          await members(stage, 1);
        });
        await stage.passed(BETWEEN);
        stage.say(`joined and left ${round} of ${times} times`);
      }
      await stage.healed();
      return problems;
    },
  };
}
