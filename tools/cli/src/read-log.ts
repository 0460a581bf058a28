// A topic's records from one place to another, a page at a time, without a consumer group.
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import type { ReceivedRecord } from '@hopline/kafka/port';

/** What is read of a partition: from `next` on, to before `end`. */
export interface Stretch {
  readonly partition: number;
  readonly next: bigint;
  readonly end: bigint;
}

/** While there is more to read, something comes within this time; otherwise something is wrong. */
const PATIENCE_MS = 60_000;
const WAIT_MS = 500;

/**
 * The stretches of a topic from the given offsets, or from its beginning, to where it ends now; those with nothing in them are
 * left out.
 * @throws {TopicMissingError}
 */
export async function stretchesOf(
  kafka: KafkaInspector,
  topic: string,
  from: (place: { partition: number; first: bigint; end: bigint }) => bigint | undefined = () => undefined,
): Promise<Stretch[]> {
  const firsts = await kafka.firstOffsets(topic);
  const ends = await kafka.endOffsets(topic);
  return [...ends]
    .sort(([a], [b]) => a - b)
    .flatMap(([partition, end]) => {
      const first = firsts.get(partition) ?? 0n;
      const asked = from({ partition, first, end }) ?? first;
      const next = asked < first ? first : asked;
      return next < end ? [{ partition, next, end }] : [];
    });
}

/**
 * The records of the stretches. What one page holds is in the order of each partition.
 * @throws when nothing comes in for a minute
 */
export async function* readLog(
  kafka: KafkaInspector,
  topic: string,
  stretches: readonly Stretch[],
  signal: AbortSignal,
): AsyncGenerator<readonly ReceivedRecord[]> {
  const left = new Map(stretches.map((stretch) => [stretch.partition, stretch]));
  let heardAt = performance.now();
  while (left.size > 0 && !signal.aborted) {
    const from = [...left.values()].map(({ partition, next }) => ({ topic, partition, offset: next }));
    for (const { partition, records, next } of await kafka.read(from, { maxWaitMs: WAIT_MS })) {
      const stretch = left.get(partition);
      if (!stretch || next === stretch.next) continue;
      heardAt = performance.now();
      const page = records.filter(({ offset }) => offset < stretch.end);
      if (next >= stretch.end) left.delete(partition);
      else left.set(partition, { ...stretch, next });
      if (page.length > 0) yield page;
    }
    if (performance.now() - heardAt > PATIENCE_MS) {
      throw new Error(`no record of ${topic} has come in for ${PATIENCE_MS / 1000} s`);
    }
  }
}
