import type { KafkaCluster } from './cluster.ts';
import { KafkaUnavailableError } from './errors.ts';
import { endOffsetsExchange } from './list-offsets-exchange.ts';
import type { TopicMetadata } from './metadata-exchange.ts';

/**
 * The end of each partition's log, one request to each leader.
 * @throws {KafkaRefusedError | KafkaUnavailableError} the latter also while a partition has no leader
 */
export async function readEndOffsets(
  cluster: Pick<KafkaCluster, 'sendTo'>,
  { topic, partitions }: TopicMetadata,
): Promise<Map<number, bigint>> {
  const byLeader = new Map<number, number[]>();
  for (const { partition, leader } of partitions) {
    if (leader === undefined) {
      throw new KafkaUnavailableError(`${topic}/${partition} has no leader`, { written: 'no' });
    }
    const led = byLeader.get(leader);
    if (led) led.push(partition);
    else byLeader.set(leader, [partition]);
  }
  const answers = await Promise.all(
    [...byLeader].map(([leader, led]) => cluster.sendTo(leader, endOffsetsExchange(topic, led))),
  );
  return new Map(answers.flatMap((answer) => [...answer]));
}
