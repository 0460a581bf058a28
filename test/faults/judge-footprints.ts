// The judgement of what processes took of the machine: a pure function of samples. A scenario of a minute shows what is
// never given back; that something grows slowly shows only in a run of hours, from its first round to its last.
import type { Footprint } from './footprint.ts';

/** Of one process in a scenario. */
export interface Sampled {
  readonly service: string;
  /** Under load, when it had begun to work. Undefined when it ended before that, or is not to be compared with it. */
  readonly warm: Footprint | undefined;
  /** When all was done. Undefined when it was not there any more. */
  readonly drained: Footprint | undefined;
}

/** A scenario that was played in some round of a long run. */
export interface Round {
  readonly scenario: string;
  readonly sampled: readonly Sampled[];
}

/** MiB that no process has when it is looked at. */
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
 * Every process has to stay below a limit of memory, and to give its descriptors back. One that was started again meanwhile
 * is another process, and compared with what it had itself when it had begun to work.
 */
export function judgeFootprints(all: readonly Sampled[]): string[] {
  return all.flatMap(({ service, warm, drained }) => {
    const problems: string[] = [];
    const mostMb = Math.max(warm?.residentMb ?? 0, drained?.residentMb ?? 0);
    if (mostMb >= MOST_MB) problems.push(`${service} had ${mostMb} MB of memory, not less than ${MOST_MB}`);
    if (warm && drained && !isBack(warm, drained)) {
      problems.push(
        `${service} has ${drained.descriptors} descriptors in the end, and had ${warm.descriptors} when it had begun`,
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
  const played = rounds.flatMap(({ scenario, sampled }) =>
    [...Map.groupBy(sampled, ({ service }) => service)].flatMap(([service, ofService]) => {
      const drained = ofService.flatMap((one) => one.drained ?? []);
      return drained.length > 0 ? [{ of: `${service} in ${scenario}`, ...mostOf(drained) }] : [];
    }),
  );
  const problems: string[] = [];
  let [compared, growth, moreDescriptors] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const [of, ofRounds] of Map.groupBy(played, (one) => one.of)) {
    const [first, last] = [ofRounds[0], ofRounds.at(-1)];
    if (!first || !last || ofRounds.length < 2) continue;
    const [share, more] = [last.residentMb / first.residentMb, last.descriptors - first.descriptors];
    compared += 1;
    growth = Math.max(growth, share);
    moreDescriptors = Math.max(moreDescriptors, more);
    const grown = (what: string, now: number, before: number) =>
      problems.push(`${of} has ${now} ${what} in the last round, and had ${before} in the first`);
    if (share > MOST_GROWTH) grown('MB', last.residentMb, first.residentMb);
    if (more > MORE_DESCRIPTORS) grown('descriptors', last.descriptors, first.descriptors);
  }
  return { compared, growth, moreDescriptors: compared > 0 ? moreDescriptors : 0, problems };
}

/** The largest process of a service is the one that counts. */
function mostOf(all: readonly Footprint[]): Pick<Footprint, 'residentMb' | 'descriptors'> {
  return {
    residentMb: Math.max(...all.map(({ residentMb }) => residentMb)),
    descriptors: Math.max(...all.map(({ descriptors }) => descriptors)),
  };
}
