// How the copies of a topic's partitions are. Pure.
import type { InspectedPartition, InspectedTopic } from './inspector-port.ts';

/** How many copies each of the partitions has at least. */
export function copiesOf(partitions: InspectedTopic['partitions']): number {
  return partitions.length === 0 ? 0 : Math.min(...partitions.map(({ replicas }) => replicas.length));
}

/** Whether a copy of the partition is missing or behind. */
export function isUnderReplicated({ replicas, inSync }: InspectedPartition): boolean {
  return inSync.length < replicas.length;
}

/** What is wrong with the copies of a topic just now, a sentence each; `config` needs `min.insync.replicas`. */
export function replicaProblems({ partitions, config }: InspectedTopic): string[] {
  const minInsync = Number(config.get('min.insync.replicas') ?? 1);
  const leaderless = partitions.filter(({ leader }) => leader === undefined).length;
  const short = partitions.filter(({ inSync }) => inSync.length < minInsync).length;
  const behind = partitions.filter(
    (partition) => isUnderReplicated(partition) && partition.inSync.length >= minInsync,
  ).length;
  return [
    ...(leaderless > 0 ? [`${leaderless} without a leader`] : []),
    ...(short > 0 ? [`${short} with fewer copies in sync than ${minInsync}`] : []),
    ...(behind > 0 ? [`${behind} with a copy out of sync`] : []),
  ];
}
