import type { Queryable } from '../pool.ts';
import { IN_TRANSACTION } from '../transaction.ts';

/** The part of a partition that a batch holds. */
export interface PartitionSpan {
  readonly topicId: string;
  readonly partition: number;
  /** The lowest offset of the batch: where the count begins when this partition was never seen. */
  readonly firstOffset: bigint;
}

// The update changes nothing: it takes the lock of a row that is there, and waits for another owner's batch.
const LOCK = `
  insert into progress as p (topic_id, partition, first_offset, next_offset)
  select topic_id, partition, first_offset, first_offset
    from unnest($1::uuid[], $2::int[], $3::bigint[]) as given (topic_id, partition, first_offset)
   where ${IN_TRANSACTION}
   order by topic_id, partition
  on conflict (topic_id, partition) do update set next_offset = p.next_offset
  returning topic_id, partition, next_offset`;

/**
 * Locks the progress of these partitions until the transaction ends, in an order that is the same for everyone: two
 * owners of a partition (one of them a zombie) take turns.
 * @returns the next offset of each, by progressKey
 */
export async function lockProgress(
  db: Queryable,
  spans: readonly PartitionSpan[],
): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ topic_id: string; partition: number; next_offset: bigint }>({
    name: 'lock-progress',
    text: LOCK,
    values: [
      spans.map(({ topicId }) => topicId),
      spans.map(({ partition }) => partition),
      spans.map(({ firstOffset }) => firstOffset),
    ],
  });
  return new Map(rows.map((row) => [progressKey(row.topic_id, row.partition), row.next_offset]));
}

export function progressKey(topicId: string, partition: number): string {
  return `${topicId}/${partition}`;
}
