import { RecordTooLargeError } from '@hopline/kafka/errors';
import type { Publisher } from '@hopline/kafka/port';
import { eventDeadLetter } from '@hopline/wire/dead-letter';
import type { PoisonItem } from '../item.ts';

/** A longer key is none of ours. */
const MAX_KEY_BYTES = 1024;

/**
 * Publishes the record to the dead-letter topic. One that the topic refuses for its size (it may have been compressed
 * where it stood) is published without its contents: it would hold its partition for ever. The headers say where the
 * original stands.
 * @throws when the broker did not acknowledge it
 */
export async function publishDeadLetter(
  publisher: Pick<Publisher, 'publish' | 'partitionsOf'>,
  topic: string,
  { record, span: parent, reason, detail }: PoisonItem,
): Promise<void> {
  const dlq = { topic, partitions: publisher.partitionsOf(topic) };
  try {
    await publisher.publish({ ...eventDeadLetter(dlq, record, reason, detail), parent });
  } catch (error) {
    if (!(error instanceof RecordTooLargeError)) throw error;
    const key = record.key && record.key.length <= MAX_KEY_BYTES ? record.key : null;
    const without = { ...record, key, value: null, headers: {} };
    const why = `${detail}; left out: a value of ${record.value?.length ?? 0} bytes and the headers, too large for this topic`;
    await publisher.publish({ ...eventDeadLetter(dlq, without, reason, why), parent });
  }
}
