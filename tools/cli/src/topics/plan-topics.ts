// What there is to do so that the topics are as wanted. Pure.
import type { TopicSpecification } from '@hopline/wire/topic-specs';
import { printDifference } from './print-topics.ts';
import type { WantedTopic } from './read-wanted-topics.ts';

export interface TopicPlan {
  readonly create: readonly TopicSpecification[];
  readonly set: readonly { readonly topic: string; readonly config: Readonly<Record<string, string>> }[];
  /** What is wrong and cannot be set, a sentence each. */
  readonly cannot: readonly string[];
  /** What the operator may have chosen, and is left, a sentence each. */
  readonly left: readonly string[];
}

/** @param all also sets what is the operator's to choose */
export function planTopics(topics: readonly WantedTopic[], { all }: { all: boolean }): TopicPlan {
  const differences = topics.flatMap(({ spec, differences: list }) =>
    list.map((difference) => ({ topic: spec.topic, ...difference })),
  );
  const wanted = differences.filter(({ weight }) => all || weight === 'wrong');
  const settable = wanted.filter(({ cannot }) => cannot === undefined);
  return {
    create: topics.flatMap(({ spec, found }) => (found ? [] : [spec])),
    set: [...Map.groupBy(settable, ({ topic }) => topic)].map(([topic, list]) => ({
      topic,
      config: Object.fromEntries(list.map(({ name, wanted: value }) => [name, value])),
    })),
    cannot: wanted.flatMap((one) =>
      one.cannot === undefined ? [] : [`${one.topic}: ${printDifference(one)}; ${one.cannot}`],
    ),
    left: differences
      .filter(({ weight }) => !all && weight === 'other')
      .map((one) => `${one.topic}: ${printDifference(one)}`),
  };
}

export function printPlan(plan: TopicPlan, copies: number, dryRun: boolean): string {
  const will = dryRun ? 'would ' : '';
  const lines = [
    ...plan.create.map(
      ({ topic, partitions }) => `${will}create ${topic}: ${partitions} partitions, ${copies} copies`,
    ),
    ...plan.set.map(
      ({ topic, config }) =>
        `${will}set ${Object.entries(config)
          .map(([name, value]) => `${name}=${value}`)
          .join(', ')} on ${topic}`,
    ),
    ...plan.left.map((text) => `leave ${text} (--all sets it)`),
    ...plan.cannot.map((text) => `cannot mend ${text}`),
  ];
  return lines.length === 0 ? 'all topics are as wanted' : lines.join('\n');
}
