// kill -9 between any two steps of an attempt, and in the middle of posts.
import { until } from '../../../support/until.ts';
import type { DeliverScenario, DeliverStage } from '../scenario.ts';

const CRASH_LIMIT_MS = 60_000;
/** At one of the first attempts under load; the seed says at which. */
const ATTEMPTS = 50;
const BEFORE = 50;
const HELD = 8;

async function crashAndHeal({ deliver, healed }: DeliverStage): Promise<readonly string[]> {
  const [exit] = await until(
    'deliver is killed',
    () => deliver.exits.length > 0 && deliver.exits,
    CRASH_LIMIT_MS,
  );
  await healed();
  return exit?.signal === 'SIGKILL' ? [] : [`the process ended with ${exit?.code} instead of being killed`];
}

function crashAt(name: string, failpoint: string, more: Partial<DeliverScenario> = {}): DeliverScenario {
  return {
    name: `crash-${name}`,
    about: `kill -9 at \`${failpoint}\``,
    firstEnv: (random) => ({ FAILPOINT: `${failpoint}#${1 + random.below(ATTEMPTS)}` }),
    run: crashAndHeal,
    ...more,
  };
}

export const crashes: readonly DeliverScenario[] = [
  crashAt('before-post', 'deliver:after-claim'),
  {
    name: 'crash-in-post',
    about: `kill -9 while ${HELD} receivers at least have the event and have not answered`,
    async run(stage) {
      await stage.posted(BEFORE);
      await stage.receiver.hold(HELD);
      stage.deliver.signal('SIGKILL');
      const crash = crashAndHeal(stage);
      await until('the process is gone', () => stage.deliver.exits.length > 0);
      stage.receiver.release();
      return await crash;
    },
  },
  crashAt('before-result', 'deliver:after-post'),
  crashAt('before-wake-up', 'deliver:after-result', {
    about: 'kill -9 at `deliver:after-result`, while every attempt fails: its retry is on no rung',
    async run(stage) {
      stage.receiver.refuse(true);
      await until('deliver is killed', () => stage.deliver.exits.length > 0, CRASH_LIMIT_MS);
      stage.receiver.refuse(false);
      return await crashAndHeal(stage);
    },
  }),
  crashAt('before-offset', 'deliver:after-publish'),
];
