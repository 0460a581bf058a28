// The clock of deliver's machine is set while it runs. Leases and due times go by the database's.
import type { DeliverScenario } from '../scenario.ts';

const BEFORE = 80;
const STEP_MS = 60_000;

function step(name: string, offsetMs: number): DeliverScenario {
  const direction = offsetMs > 0 ? 'forward' : 'back';
  return {
    name,
    about: `deliver's clock is set ${direction} by ${STEP_MS / 1000} s, and right again`,
    // Receivers take five minutes.
    stampToleranceMs: STEP_MS + 5000,
    async run(stage) {
      await stage.posted(BEFORE);
      await stage.stepClock(offsetMs);
      await stage.posted(2 * BEFORE);
      await stage.stepClock(0);
      await stage.healed();
      return [];
    },
  };
}

export const clocks: readonly DeliverScenario[] = [
  step('clock-forward', STEP_MS),
  step('clock-back', -STEP_MS),
];
