// Two deliverers, and a sweeper that gives them no rest.
import { sleep } from '@hopline/runtime/wait';
import type { ServiceProcess } from '../../../support/service-process.ts';
import { until } from '../../../support/until.ts';
import type { DeliverScenario, DeliverStage } from '../scenario.ts';

const BEFORE = 80;
const BETWEEN = 50;
const ROUNDS = 3;
const JOIN_LIMIT_MS = 60_000;
/** Longer than a lease, and than the group's session. */
const STALL_MS = 24_000;
/** Of so many ends one is a kill. */
const KILL_EVERY = 3;
/** The sweeper wakes whatever is due and not yet claimed, round after round. */
const RESTLESS = { SWEEP_INTERVAL: '100ms', SWEEP_AFTER: '0s' };

async function members({ raw, fixture }: DeliverStage, count: number): Promise<void> {
  await until(
    `the group has ${count} members`,
    async () => (await raw.members(fixture.kafka.groups.deliver)).length === count,
    JOIN_LIMIT_MS,
  );
}

async function join(stage: DeliverStage): Promise<ServiceProcess> {
  const other = stage.launchDeliver();
  await members(stage, 2);
  await until('it has partitions', () => /partitions\.assigned/.test(other.log()) || other.hasEnded());
  return other;
}

/** @returns what was wrong with its end */
async function leave(
  stage: DeliverStage,
  other: ServiceProcess,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<string[]> {
  const code = await other.end(signal);
  const isRight = signal === 'SIGKILL' ? other.signal() === signal : code === 0;
  await members(stage, 1);
  return isRight ? [] : [`the second process ended with ${code ?? other.signal()}`];
}

/** @param times how often a second process joins and leaves */
export function joinsAndLeaves(times: number): DeliverScenario {
  return {
    name: 'rebalances',
    about: `a second process joins and leaves ${times} times, every third time by kill -9`,
    mayDouble: Math.floor(times / KILL_EVERY),
    async run(stage) {
      const problems: string[] = [];
      await stage.posted(BEFORE);
      for (let round = 1; round <= times; round += 1) {
        const other = await join(stage);
        await stage.posted(BETWEEN);
        const signal = round % KILL_EVERY === 0 ? 'SIGKILL' : 'SIGTERM';
        problems.push(...(await leave(stage, other, signal)));
        await stage.posted(BETWEEN);
        stage.say(`joined and left ${round} of ${times} times`);
      }
      await stage.healed();
      return problems;
    },
  };
}

export const races: readonly DeliverScenario[] = [
  {
    name: 'race-sweeper',
    about:
      'two deliverers, one of which comes and goes, and a sweeper that wakes at once whatever waits: nothing twice',
    persistEnv: RESTLESS,
    async run(stage) {
      const problems: string[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        const other = await join(stage);
        await stage.posted(BEFORE);
        problems.push(...(await leave(stage, other, 'SIGTERM')));
        await stage.posted(BEFORE);
      }
      await stage.healed();
      return problems;
    },
  },
  {
    name: 'race-lease',
    about: `a deliverer sleeps for ${STALL_MS / 1000} s (SIGSTOP), longer than its leases; a second one takes over: its late results change nothing`,
    persistEnv: RESTLESS,
    mayDouble: 1,
    mayEnd: true,
    // What it had signed before it slept may go out afterwards.
    stampToleranceMs: STALL_MS + 10_000,
    async run(stage) {
      await stage.posted(BEFORE);
      const other = await join(stage);
      await stage.posted(BETWEEN);
      stage.deliver.signal('SIGSTOP');
      try {
        await sleep(STALL_MS);
      } finally {
        stage.deliver.signal('SIGCONT');
      }
      await stage.healed();
      return await leave(stage, other, 'SIGTERM');
    },
  },
];
