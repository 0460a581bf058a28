// The judgement of what processes took of the machine: a pure function of samples. A scenario of a minute shows what is
// never given back; that something grows slowly shows only in a run of hours, from its first round to its last.
import type { Footprint } from './footprint.ts';

/** Of one service in a scenario. What could not be looked at is undefined. */
export interface Sampled {
  readonly service: string;
  /** Of the first process that worked, under load, before the fault. */
  readonly warm: Footprint | undefined;
  /** Of the process that was there when all was done. */
  readonly drained: Footprint | undefined;
}

/** A scenario that was played in some round of a long run. */
export interface Round {
  readonly scenario: string;
  readonly sampled: readonly Sampled[];
}

/** MiB that no process ever has. */
export const MOST_MB = 350;
/** So many descriptors more than before are none that were forgotten: connections come and go. */
export const MORE_DESCRIPTORS = 10;
/** The memory in the last round, of that in the first. */
export const MOST_GROWTH = 1.3;

export interface SoakJudgement {
  /** How many services of scenarios could be compared. */
  readonly compared: number;
  /** The largest of all shares of memory, last to first, and the largest difference of descriptors. */
  readonly growth: number;
  readonly moreDescriptors: number;
  readonly problems: readonly string[];
}

/**
 * Any process has to stay below a limit of memory; one that has lived through it all has to give its descriptors back. One
 * that was started again meanwhile is another process, which has opened its own: the limit is all that it is held to.
 */
export function judgeFootprints(all: readonly Sampled[]): string[] {
  return all.flatMap(({ service, warm, drained }) => {
    const problems: string[] = [];
    const highestMb = Math.max(warm?.highestMb ?? 0, drained?.highestMb ?? 0);
    if (highestMb >= MOST_MB)
      problems.push(`${service} had ${highestMb} MB of memory, not less than ${MOST_MB}`);
    if (warm && drained && warm.pid === drained.pid && !isBack(warm, drained)) {
      problems.push(
        `${service} has ${drained.descriptors} descriptors in the end, and had ${warm.descriptors} before the fault`,
      );
    }
    return problems;
  });
}

/** Fewer are none that were forgotten. */
export function isBack(warm: Footprint, now: Footprint): boolean {
  return now.descriptors <= warm.descriptors + MORE_DESCRIPTORS;
}

/** Compares, for each service of each scenario, the first round in which it was looked at with the last one. */
export function judgeSoak(rounds: readonly Round[]): SoakJudgement {
  const drained = rounds.flatMap(({ scenario, sampled }) =>
    sampled.flatMap((one) => (one.drained ? [{ of: `${one.service} in ${scenario}`, ...one.drained }] : [])),
  );
  const problems: string[] = [];
  let [compared, growth, moreDescriptors] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const [of, played] of Map.groupBy(drained, (one) => one.of)) {
    const [first, last] = [played[0], played.at(-1)];
    if (!first || !last || played.length < 2) continue;
    const [share, more] = [last.residentMb / first.residentMb, last.descriptors - first.descriptors];
    compared += 1;
    growth = Math.max(growth, share);
    moreDescriptors = Math.max(moreDescriptors, more);
    if (share > MOST_GROWTH)
      problems.push(
        `${of} has ${last.residentMb} MB in the last round, and had ${first.residentMb} in the first`,
      );
    if (more > MORE_DESCRIPTORS)
      problems.push(
        `${of} has ${last.descriptors} descriptors in the last round, and had ${first.descriptors} in the first`,
      );
  }
  return { compared, growth, moreDescriptors: compared > 0 ? moreDescriptors : 0, problems };
}
