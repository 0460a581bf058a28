// How a topic differs from what the code wants of it. Pure.
import type { InspectedTopic } from '@hopline/kafka/inspector-port';
import { copiesOf } from '@hopline/kafka/topic-copies';
import type { TopicSpecification } from '@hopline/wire/topic-specs';
import type { WantedTopics } from '../wanted.ts';

/** The settings that are compared, by Kafka's own names. */
export const COMPARED_SETTINGS = [
  'retention.ms',
  'max.message.bytes',
  'min.insync.replicas',
  'message.timestamp.type',
] as const;

export interface Difference {
  /** A setting of Kafka, or `partitions` or `copies`. */
  readonly name: string;
  readonly is: string;
  readonly wanted: string;
  /**
   * `wrong` breaks a promise; `other` is the operator's to choose, as packages/kafka/src/topic-check.ts has it: how long and how
   * large, as long as every record of ours fits.
   */
  readonly weight: 'wrong' | 'other';
  /** Why it cannot be set; undefined when it can. */
  readonly cannot: string | undefined;
}

type Wanted = Pick<WantedTopics, 'replicationFactor' | 'minInsyncReplicas'>;

/** What differs, in the order of its weight; empty when all is as wanted. */
export function compareTopic(spec: TopicSpecification, found: InspectedTopic, wanted: Wanted): Difference[] {
  return [...compareShape(spec, found, wanted), ...compareSettings(spec, found, wanted)].sort(
    (a, b) => Number(a.weight === 'other') - Number(b.weight === 'other'),
  );
}

function compareShape(
  spec: TopicSpecification,
  { partitions }: InspectedTopic,
  wanted: Wanted,
): Difference[] {
  const copies = copiesOf(partitions);
  const shape: Difference[] = [];
  if (partitions.length !== spec.partitions) {
    shape.push({
      ...{ name: 'partitions', is: `${partitions.length}`, wanted: `${spec.partitions}`, weight: 'wrong' },
      cannot: 'the partition of a key would change: a topic is never resized in place',
    });
  }
  if (copies < wanted.replicationFactor) {
    shape.push({
      ...{ name: 'copies', is: `${copies}`, wanted: `${wanted.replicationFactor}`, weight: 'wrong' },
      cannot: 'reassign its partitions, or set REPLICATION_FACTOR',
    });
  }
  return shape;
}

function compareSettings(spec: TopicSpecification, found: InspectedTopic, wanted: Wanted): Difference[] {
  const minInsync = 'min.insync.replicas';
  const config: Readonly<Record<string, string>> = {
    [minInsync]: String(wanted.minInsyncReplicas),
    ...spec.config,
  };
  return COMPARED_SETTINGS.flatMap((name): Difference[] => {
    const value = config[name];
    const is = found.config.get(name) ?? '';
    if (value === undefined || is === value) return [];
    // More than enough of them is none of our business.
    if (name === minInsync && Number(is) > Number(value)) return [];
    const isChoice = name === 'retention.ms' || (name === 'max.message.bytes' && Number(is) > Number(value));
    const tooFew = name === minInsync && copiesOf(found.partitions) < Number(value);
    return [
      {
        ...{ name, is, wanted: value, weight: isChoice ? 'other' : 'wrong' },
        cannot: tooFew ? 'it has fewer copies than that, and nothing could be written' : undefined,
      },
    ];
  });
}
