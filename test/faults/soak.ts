// The end of a run of hours: whether the processes of its last round take more of the machine than those of its first one.
import { judgeSoak } from './judge-footprints.ts';
import type { Result } from './run-suite.ts';

export interface Soak {
  /** A line for below the table. */
  readonly summary: string;
  readonly problems: readonly string[];
}

/** Undefined when no scenario was played twice, or nobody could look at its processes. */
export function soak(results: readonly Result[]): Soak | undefined {
  const rounds = results.map(({ name, played }) => ({ scenario: name, sampled: played.sampled ?? [] }));
  const { compared, growth, moreDescriptors, problems } = judgeSoak(rounds);
  if (compared === 0) return undefined;
  const most = `${growth.toFixed(2)} × the memory and ${moreDescriptors} descriptors more`;
  return { summary: `last round against the first, ${compared} processes: at most ${most}`, problems };
}
