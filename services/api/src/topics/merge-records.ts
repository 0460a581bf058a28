// Which of the records that were read of several partitions an answer has. Pure.
import type { ReceivedRecord } from '@hopline/kafka/port';

export interface ReadStretch {
  readonly partition: number;
  /** In their order. */
  readonly records: readonly ReceivedRecord[];
  /** Where to read on. */
  readonly next: bigint;
}

export interface Limits {
  readonly records: number;
  /** Of keys, values and headers. The first record is taken however large it is. */
  readonly bytes: number;
}

export interface Merged {
  /** The oldest first; those of a partition in their order. */
  readonly records: readonly ReceivedRecord[];
  /** Where each of the partitions is read on, so that nothing is left out. */
  readonly next: ReadonlyMap<number, bigint>;
}

/** The first ones of what was read. What is beyond the limits is read again later. */
export function oldestOf(stretches: readonly ReadStretch[], limits: Limits): Merged {
  const taken = take(
    stretches.map(({ records }) => records),
    limits,
    (a, b) => a.timestamp < b.timestamp,
  );
  const next = stretches.map(({ partition, records, next: end }, i): [number, bigint] => [
    partition,
    records[taken.counts[i] ?? 0]?.offset ?? end,
  ]);
  return { records: taken.records, next: new Map(next) };
}

/** The last ones of what was read. What is beyond the limits was before them, and is left out. */
export function newestOf(stretches: readonly ReadStretch[], limits: Limits): Merged {
  const backwards = stretches.map(({ records }) => records.toReversed());
  const taken = take(backwards, limits, (a, b) => a.timestamp > b.timestamp);
  return {
    records: taken.records.toReversed(),
    next: new Map(stretches.map(({ partition, next }) => [partition, next])),
  };
}

/** Takes from the fronts of the lists, whichever comes first. */
function take(
  lists: readonly (readonly ReceivedRecord[])[],
  limits: Limits,
  isBefore: (a: ReceivedRecord, b: ReceivedRecord) => boolean,
): { records: ReceivedRecord[]; counts: number[] } {
  const counts = lists.map(() => 0);
  const records: ReceivedRecord[] = [];
  let bytes = 0;
  while (records.length < limits.records) {
    let at = -1;
    let first: ReceivedRecord | undefined;
    for (const [i, list] of lists.entries()) {
      const head = list[counts[i] ?? 0];
      if (head && (!first || isBefore(head, first))) [at, first] = [i, head];
    }
    if (!first) break;
    bytes += bytesOf(first);
    if (bytes > limits.bytes && records.length > 0) break;
    records.push(first);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { records, counts };
}

/** What a record takes, in bytes. */
export function bytesOf({ key, value, headers }: ReceivedRecord): number {
  const ofHeaders = Object.entries(headers).reduce(
    (sum, [name, header]) => sum + name.length + header.length,
    0,
  );
  return (key?.length ?? 0) + (value?.length ?? 0) + ofHeaders;
}
