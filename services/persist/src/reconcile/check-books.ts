// The two identities of docs/protocol.md, section 2, and what Kafka itself says of the ends. Pure.
import type { OrganizationBooks } from '@hopline/postgres/books/read-organization-books';
import type { PartitionBooks } from '@hopline/postgres/books/read-partition-books';

/** The logs that the books are compared with. */
export interface Logs {
  /** Kafka's id of the topic that has the events topic's name now. */
  readonly topicId: string;
  /** Where the log of each of its partitions ends; read after the books, so that it can only be further on. */
  readonly ends: ReadonlyMap<number, bigint>;
}

export interface CheckedOrganization extends OrganizationBooks {
  /** Whether appended = stored + duplicates + poison. */
  readonly holds: boolean;
}

export interface CheckedPartition extends PartitionBooks {
  /** Where the log ends; null when it cannot be asked, or the topic is one that was deleted. */
  readonly endOffset: bigint | null;
  /** How many records of the log are not stored yet. */
  readonly behind: bigint | null;
  /** What does not add up. */
  readonly problem: string | null;
}

export interface CheckedBooks {
  readonly organizations: readonly CheckedOrganization[];
  readonly partitions: readonly CheckedPartition[];
  /** Whether everything adds up. */
  readonly holds: boolean;
}

/** @param logs undefined when Kafka could not be asked: the books are then compared with each other alone */
export function checkBooks(
  books: { organizations: readonly OrganizationBooks[]; partitions: readonly PartitionBooks[] },
  logs: Logs | undefined,
): CheckedBooks {
  const organizations = books.organizations.map((organization) => ({
    ...organization,
    holds: organization.appended === organization.stored + organization.duplicates + organization.poison,
  }));
  const known = books.partitions.map((partition) => checkPartition(partition, logs));
  const partitions = [...known, ...unread(books.partitions, logs)];
  const holds =
    organizations.every((organization) => organization.holds) &&
    partitions.every(({ problem }) => problem === null);
  return { organizations, partitions, holds };
}

function checkPartition(books: PartitionBooks, logs: Logs | undefined): CheckedPartition {
  const { topicId, partition, firstOffset, nextOffset, appended } = books;
  if (firstOffset === null || nextOffset === null) {
    return {
      ...books,
      endOffset: null,
      behind: null,
      problem: 'records were counted, but there is no progress',
    };
  }
  const endOffset = logs?.topicId === topicId ? (logs.ends.get(partition) ?? 0n) : null;
  const behind = endOffset === null ? null : endOffset - nextOffset;
  const passed = nextOffset - firstOffset;
  let problem: string | null = null;
  if (appended !== passed) problem = `${passed} offsets were passed, but ${appended} records counted`;
  else if (behind !== null && behind < 0n) problem = `the log ends ${-behind} before what was stored`;
  return { ...books, endOffset, behind, problem };
}

/** Partitions of which nothing was read yet. */
function unread(known: readonly PartitionBooks[], logs: Logs | undefined): CheckedPartition[] {
  if (!logs) return [];
  const { topicId, ends } = logs;
  const read = new Set(known.filter((one) => one.topicId === topicId).map(({ partition }) => partition));
  return [...ends]
    .filter(([partition]) => !read.has(partition))
    .sort(([a], [b]) => a - b)
    .map(([partition, endOffset]) => ({
      ...{ topicId, partition, firstOffset: null, nextOffset: null, appended: 0n },
      endOffset,
      behind: endOffset,
      problem: null,
    }));
}
