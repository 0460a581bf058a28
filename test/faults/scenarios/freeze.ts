// A process that does nothing for longer than its group waits, and then goes on as if nothing had been: with an event loop
// that is blocked, or a machine that sleeps.
import { sleep } from '@hopline/runtime/wait';
import { until } from '../../support/until.ts';
import type { Scenario } from '../scenario.ts';

const BEFORE = 300;
const FROZEN_MS = 40_000;

export const freeze: Scenario = {
  name: 'freeze',
  about: `SIGSTOP of a persist process for ${FROZEN_MS / 1000} s, longer than its session: a second one takes over, and what the first one still believes changes nothing`,
  // It may find out that it has heard nothing for too long, and be replaced.
  mayEnd: true,
  async run(stage) {
    const { persist, passed, healed } = stage;
    await passed(BEFORE);
    const other = stage.launchPersist();
    await until('it has partitions', () => /partitions\.assigned/.test(other.log()) || other.hasEnded());
    await passed(BEFORE);
    persist.signal('SIGSTOP');
    try {
      await sleep(FROZEN_MS);
    } finally {
      persist.signal('SIGCONT');
    }
    await healed();
    const code = await other.end('SIGTERM');
    return code === 0 ? [] : [`the second process ended with ${code ?? other.signal()}`];
  },
};
