// The topic that a person means. Pure.
import { topicPurposes } from '@hopline/wire/topic-purposes';
import type { TopicNames } from '@hopline/wire/topics';
import { UsageError } from '../exit-code.ts';

/** @throws {UsageError} naming the topics that there are */
export function resolveTopic(given: string, names: TopicNames): string {
  const known = new Map(topicPurposes(names).map(({ shortName, topic }) => [shortName, topic]));
  const topic = known.get(given) ?? [...known.values()].find((name) => name === given);
  if (topic === undefined) {
    throw new UsageError(
      `there is no topic "${given}": take ${[...known.keys()].join(', ')}, or a name as \`hopline topics\` prints it`,
    );
  }
  return topic;
}
