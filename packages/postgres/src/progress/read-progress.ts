import type { Queryable } from '../pool.ts';

const READ = 'select partition, next_offset from progress where topic_id = $1';

/**
 * How far persist has come in each partition of a topic: the next offset that it will store. A partition of which
 * nothing was stored yet is missing.
 * @param topicId Kafka's id of the topic, not its name: a topic that was made anew begins at 0 again
 */
export async function readProgress(db: Queryable, topicId: string): Promise<Map<number, bigint>> {
  const { rows } = await db.query<{ partition: number; next_offset: bigint }>({
    name: 'read-progress',
    text: READ,
    values: [topicId],
  });
  return new Map(rows.map((row) => [row.partition, row.next_offset]));
}
