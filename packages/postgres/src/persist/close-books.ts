import type { Queryable } from '../pool.ts';

/** How many records of one partition, organization and hour were read, and what became of them. */
export interface LedgerEntry {
  readonly topicId: string;
  readonly partition: number;
  readonly organizationId: string;
  /** The start of the hour, milliseconds since the epoch. */
  readonly hour: number;
  readonly appended: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly poison: number;
  /** Those of the duplicates whose content is not that of the event that stays. */
  readonly conflicts: number;
}

export interface PartitionEnd {
  readonly topicId: string;
  readonly partition: number;
  /** The offset after the highest of the batch. */
  readonly nextOffset: bigint;
}

// greatest: a batch that was read again may end below what is known.
const ADVANCE = `
  update progress p set next_offset = greatest(p.next_offset, given.next_offset)
    from unnest($1::uuid[], $2::int[], $3::bigint[]) as given (topic_id, partition, next_offset)
   where p.topic_id = given.topic_id and p.partition = given.partition`;

// The partition's progress is locked, and its rows are nobody else's: no two batches wait for each other here.
const ADD = `
  insert into ledger as l (topic_id, partition, organization_id, hour, appended, stored, duplicates, poison, conflicts)
  select topic_id, partition, organization_id, to_timestamp(hour / 1000.0), appended, stored, duplicates, poison,
         conflicts
    from unnest($1::uuid[], $2::int[], $3::uuid[], $4::double precision[], $5::int[], $6::int[], $7::int[], $8::int[],
                $9::int[])
      as given (topic_id, partition, organization_id, hour, appended, stored, duplicates, poison, conflicts)
  on conflict (organization_id, hour, topic_id, partition) do update
     set appended = l.appended + excluded.appended, stored = l.stored + excluded.stored,
         duplicates = l.duplicates + excluded.duplicates, poison = l.poison + excluded.poison,
         conflicts = l.conflicts + excluded.conflicts`;

/**
 * Adds to the ledger and moves the progress on. The entries must count only records at or above the locked
 * `next_offset`, so that a record that is read again is not counted again. All that it asks is sent before it returns.
 */
export async function closeBooks(
  db: Queryable,
  entries: readonly LedgerEntry[],
  ends: readonly PartitionEnd[],
): Promise<void> {
  await Promise.all([add(db, entries), advance(db, ends)]);
}

async function add(db: Queryable, entries: readonly LedgerEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await db.query({
    name: 'add-to-ledger',
    text: ADD,
    values: [
      entries.map((entry) => entry.topicId),
      entries.map((entry) => entry.partition),
      entries.map((entry) => entry.organizationId),
      entries.map((entry) => entry.hour),
      entries.map((entry) => entry.appended),
      entries.map((entry) => entry.stored),
      entries.map((entry) => entry.duplicates),
      entries.map((entry) => entry.poison),
      entries.map((entry) => entry.conflicts),
    ],
  });
}

async function advance(db: Queryable, ends: readonly PartitionEnd[]): Promise<void> {
  await db.query({
    name: 'advance-progress',
    text: ADVANCE,
    values: [
      ends.map((end) => end.topicId),
      ends.map((end) => end.partition),
      ends.map((end) => end.nextOffset),
    ],
  });
}
