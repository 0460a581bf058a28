// What `hopline topics` prints. Pure.
import { copiesOf } from '@hopline/kafka/topic-copies';
import { count, printBytes, printRate, printRetention } from '../output/figures.ts';
import { type Cell, type Column, renderTable } from '../output/table.ts';
import type { Paint } from '../output/terminal.ts';
import type { Difference } from './compare-topic.ts';
import { isRight, type WantedTopic } from './read-wanted-topics.ts';

const COLUMNS: readonly Column[] = [
  { title: 'TOPIC' },
  { title: 'PARTITIONS', align: 'right' },
  { title: 'COPIES', align: 'right' },
  { title: 'RECORDS', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'RETENTION', align: 'right' },
  { title: 'PER SECOND', align: 'right' },
  { title: 'COMPARED WITH WHAT IS WANTED' },
];

export function printTopics(topics: readonly WantedTopic[], paint: Paint): string {
  const wrong = topics.filter((topic) => !isRight(topic)).length;
  const end =
    wrong === 0
      ? `${count(topics.length, 'topic')}, all as wanted`
      : `${wrong} of ${count(topics.length, 'topic')} not as wanted: hopline topics apply --dry-run says what can be done`;
  return [renderTable(COLUMNS, topics.map(rowOf), paint), end].join('\n');
}

function rowOf(topic: WantedTopic): Cell[] {
  const { spec, found, records, bytes, perSecond } = topic;
  if (!found) return [spec.topic, '', '', '', '', '', '', { text: 'missing', style: 'red' }];
  return [
    spec.topic,
    String(found.partitions.length),
    String(copiesOf(found.partitions)),
    String(records),
    bytes === undefined ? '?' : printBytes(bytes),
    printRetention(found.config.get('retention.ms')),
    printRate(perSecond),
    verdict(topic),
  ];
}

function verdict(topic: WantedTopic): Cell {
  const texts = [...topic.replicaProblems, ...topic.differences.map(printDifference)];
  if (texts.length === 0) return { text: 'as wanted', style: 'green' };
  return { text: texts.join('; '), style: isRight(topic) ? 'yellow' : 'red' };
}

/** `retention.ms 1d, not 7d`. */
export function printDifference({ name, is, wanted }: Difference): string {
  const print = name === 'retention.ms' ? printRetention : (value: string) => value;
  return `${name} ${print(is)}, not ${print(wanted)}`;
}

/** For programs. */
export function topicDocument(topic: WantedTopic): object {
  const { spec, found, records, bytes, perSecond, differences, replicaProblems } = topic;
  return {
    topic: spec.topic,
    exists: found !== undefined,
    right: isRight(topic),
    partitions: found?.partitions ?? [],
    copies: found ? copiesOf(found.partitions) : 0,
    records: Number(records),
    bytes: bytes ?? null,
    records_per_second: perSecond,
    config: Object.fromEntries(found?.config ?? []),
    differences,
    problems: replicaProblems,
  };
}
