// The topic that a person means. Pure.
import type { TopicNames } from '@hopline/wire/topics';
import { UsageError } from '../exit-code.ts';

/** Every topic by its short name. */
export function shortNames(names: TopicNames): ReadonlyMap<string, string> {
  return new Map([
    ['events', names.events],
    ['events.dlq', names.eventsDlq],
    ['deliveries', names.deliveries],
    ...names.rungs.map(({ name, topic }): [string, string] => [`retry.${name}`, topic]),
    ['deliveries.dlq', names.deliveriesDlq],
  ]);
}

/** @throws {UsageError} naming the topics that there are */
export function resolveTopic(given: string, names: TopicNames): string {
  const known = shortNames(names);
  const topic = known.get(given) ?? [...known.values()].find((name) => name === given);
  if (topic === undefined) {
    throw new UsageError(
      `there is no topic "${given}": take ${[...known.keys()].join(', ')}, or a name as \`hopline topics\` prints it`,
    );
  }
  return topic;
}
