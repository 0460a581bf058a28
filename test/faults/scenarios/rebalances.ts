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

/** @param times how often the second process joins and leaves */
export function rebalances(times: number): Scenario {
  return {
    name: 'rebalances',
    about: `a second process joins and leaves ${times} times, every third time by kill -9`,
    async run(stage) {
      const problems: string[] = [];
      await stage.passed(BEFORE);
      for (let round = 1; round <= times; round += 1) {
        const other = stage.launchPersist();
        await members(stage, 2);
        await until('it has partitions', () => /partitions\.assigned/.test(other.log()) || other.hasEnded());
        await stage.passed(BETWEEN);
        const isKilled = round % KILL_EVERY === 0;
        const code = await other.end(isKilled ? 'SIGKILL' : 'SIGTERM');
        if (!isKilled && code !== 0) problems.push(`the second process ended with ${code}`);
        await members(stage, 1);
        await stage.passed(BETWEEN);
        stage.say(`joined and left ${round} of ${times} times`);
      }
      await stage.healed();
      // Its partitions are assigned anew each time that the other one comes or goes.
      const assigned = stage.persist.log().match(/partitions\.assigned/g)?.length ?? 0;
      if (assigned < 1 + 2 * times) problems.push(`partitions were assigned only ${assigned} times`);
      return problems;
    },
  };
}
