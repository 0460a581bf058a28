// All that stands in a dead-letter topic, from its beginning to where it ended when it was asked.
import type { KafkaInspector } from '@hopline/kafka/inspector-port';
import type { Pool } from '@hopline/postgres/pool';
import { findSchemas } from '@hopline/postgres/schemas/find-schemas';
import { learnSchemas } from '@hopline/wire/learn-schemas';
import type { TopicNames } from '@hopline/wire/topics';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { readLog, stretchesOf } from '../read-log.ts';
import type { Letters } from './filter.ts';
import { type Letter, readLetter } from './letter.ts';

export interface LettersSource {
  readonly kafka: KafkaInspector;
  readonly pool: Pool;
  readonly names: TopicNames;
  readonly letters: Letters;
  readonly signal: AbortSignal;
}

export function topicOf({ names, letters }: Pick<LettersSource, 'names' | 'letters'>): string {
  return letters === 'deliveries' ? names.deliveriesDlq : names.eventsDlq;
}

/** Every letter, a page of one partition at a time, in the order of the partition. */
export async function* eachPage(source: LettersSource): AsyncGenerator<readonly Letter[]> {
  const { kafka, pool, letters, signal } = source;
  const topic = topicOf(source);
  const codec = createWakeUpCodec();
  for await (const records of readLog(kafka, topic, await stretchesOf(kafka, topic), signal)) {
    // Of records no value is read: persist says what is wrong with them.
    if (letters === 'deliveries') {
      await learnSchemas(codec, (references) => findSchemas(pool, references), records);
    }
    yield records.map((record) => readLetter(record, letters, codec));
  }
}
