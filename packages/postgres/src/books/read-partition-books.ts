import type { Queryable } from '../pool.ts';

/** What the ledger and the progress say of a partition. */
export interface PartitionBooks {
  readonly topicId: string;
  readonly partition: number;
  /** Null when the ledger has counted records of a partition that has no progress. */
  readonly firstOffset: bigint | null;
  readonly nextOffset: bigint | null;
  readonly appended: bigint;
}

// A full join: a side that is missing is a finding, not a row to leave out.
const READ = `
  select topic_id as "topicId", partition, first_offset as "firstOffset", next_offset as "nextOffset",
         coalesce(appended, 0)::bigint as appended
    from progress
    full join (select topic_id, partition, sum(appended) as appended from ledger group by topic_id, partition) counted
   using (topic_id, partition)
   order by topic_id, partition`;

/** All partitions that anything was ever read of, in one snapshot. Reads the whole ledger. */
export async function readPartitionBooks(db: Queryable): Promise<PartitionBooks[]> {
  const { rows } = await db.query<PartitionBooks>({ name: 'read-partition-books', text: READ });
  return rows;
}
