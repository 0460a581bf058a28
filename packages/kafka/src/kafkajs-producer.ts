// Sends one batch as one produce request to one leader, over kafkajs's connection, and reads the answer partition by
// partition. Nothing is tried again here: the batcher does that, partition by partition, in order.
import type { KafkaCluster } from './cluster.ts';
import { errorName, produceVerdict } from './error-codes.ts';
import { KafkaProtocolError, KafkaRefusedError, KafkaUnavailableError } from './errors.ts';
import type { PartitionOutcome } from './micro-batcher.ts';
import { type PartitionRecords, type PartitionResult, produceExchange } from './produce-exchange.ts';

/** Less than the time-out of the request, so that the broker's word that it waits in vain still reaches us. */
const ACK_TIMEOUT_MS = 2500;

/** One outcome for each of the partitions, in their order. Does not reject. */
export async function sendToLeader(
  cluster: KafkaCluster,
  leader: number,
  partitions: readonly PartitionRecords[],
): Promise<readonly PartitionOutcome[]> {
  try {
    const results = await cluster.sendTo(leader, produceExchange(partitions, ACK_TIMEOUT_MS));
    return outcomesOf(partitions, results);
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown : new Error(String(thrown));
    const unsent = problem instanceof KafkaUnavailableError && problem.written === 'no';
    return partitions.map(() => ({ verdict: unsent ? 'moved' : 'unknown', baseOffset: -1n, problem }));
  }
}

/** What the results say of each partition that was sent; one that they do not name may or may not be written. */
export function outcomesOf(
  partitions: readonly Pick<PartitionRecords, 'topic' | 'partition'>[],
  results: readonly PartitionResult[],
): PartitionOutcome[] {
  const byPartition = new Map(results.map((result) => [`${result.topic}/${result.partition}`, result]));
  return partitions.map(({ topic, partition }) => {
    const where = `${topic}/${partition}`;
    const result = byPartition.get(where);
    if (!result) {
      const problem = new KafkaProtocolError(`the answer to a produce request says nothing of ${where}`);
      return { verdict: 'unknown', baseOffset: -1n, problem };
    }
    const verdict = produceVerdict(result.errorCode);
    if (verdict === 'acked') return { verdict, baseOffset: result.baseOffset };
    const problem = new KafkaRefusedError(`${where}: ${errorName(result.errorCode)}`);
    return { verdict, baseOffset: -1n, problem };
  });
}
