// Which member of a group has which partitions. Pure.
import type { WholeGroup } from '../api/shapes.ts';

type Member = WholeGroup['members'][number];

/** Where the member runs that has the partition; undefined while nobody does. */
export function memberOf(
  members: readonly Pick<Member, 'host' | 'client_id' | 'partitions'>[],
  topic: string,
  partition: number,
): string | undefined {
  const member = members.find(({ partitions }) =>
    partitions.some((one) => one.topic === topic && one.partition === partition),
  );
  return member && `${member.client_id} at ${member.host}`;
}

/** A topic with its partitions: `…events.v1: 0–3, 7`. */
export function assignmentText(partitions: Member['partitions']): string {
  if (partitions.length === 0) return 'none';
  return [...Map.groupBy(partitions, ({ topic }) => topic)]
    .map(([topic, places]) => `${topic}: ${rangesOf(places.map(({ partition }) => partition))}`)
    .join('; ');
}

function rangesOf(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && range[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}
