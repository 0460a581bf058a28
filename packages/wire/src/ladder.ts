import { formatDuration, parseDuration } from '@hopline/runtime/duration';

/** One delay of the ladder. All records of a rung wait equally long, so that none waits behind a longer one. */
export interface Rung {
  /** As it stands in the topic's name: `5s`, `10m`. */
  readonly name: string;
  readonly delayMs: number;
}

/** The retry schedule: `steps[i]` is the rung after the (i+1)-th failed attempt; `rungs` are the distinct ones. */
export interface Ladder {
  readonly steps: readonly Rung[];
  readonly rungs: readonly Rung[];
}

export const DEFAULT_LADDER = '5s,1m,10m,1h';

/**
 * Reads a ladder such as `5s,1m,10m,1h`. A delay may stand several times; the delays must not become shorter.
 * @throws {RangeError} when it is empty, not ascending, or a delay is not a duration
 */
export function parseLadder(text: string): Ladder {
  const steps = text.split(',').map((part) => {
    const delayMs = parseDuration(part);
    return { name: formatDuration(delayMs), delayMs };
  });
  for (const [i, step] of steps.entries()) {
    if (step.delayMs === 0) throw new RangeError('a delay of the ladder must be longer than 0');
    const before = steps[i - 1];
    if (before && before.delayMs > step.delayMs) {
      throw new RangeError(
        `the ladder's delays must not become shorter: ${before.name} stands before ${step.name}`,
      );
    }
  }
  const rungs = steps.filter((step, i) => steps.findIndex(({ name }) => name === step.name) === i);
  return { steps, rungs };
}

/**
 * Which rung a delivery goes to after a failed attempt.
 * @param step how many steps of the ladder it has taken already, from 0
 * @returns undefined when the last rung has failed too
 */
export function nextRung(ladder: Ladder, step: number): Rung | undefined {
  return ladder.steps[step];
}
