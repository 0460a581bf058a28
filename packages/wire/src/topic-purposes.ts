import type { TopicNames } from './topics.ts';

/** What a topic is for. */
export interface TopicPurpose {
  readonly topic: string;
  /** Its name for people, such as `events` or `retry.5s`. */
  readonly shortName: string;
  readonly kind: 'events' | 'events_dead_letters' | 'deliveries' | 'rung' | 'deliveries_dead_letters';
  /** Of a rung: how long its records wait, in milliseconds; undefined of others. */
  readonly delayMs: number | undefined;
}

/** Every topic of an installation, in the order of the way of an event. */
export function topicPurposes(names: TopicNames): TopicPurpose[] {
  const plain = (topic: string, shortName: string, kind: TopicPurpose['kind']): TopicPurpose => ({
    ...{ topic, shortName, kind, delayMs: undefined },
  });
  return [
    plain(names.events, 'events', 'events'),
    plain(names.eventsDlq, 'events.dlq', 'events_dead_letters'),
    plain(names.deliveries, 'deliveries', 'deliveries'),
    ...names.rungs.map(
      ({ topic, name, delayMs }): TopicPurpose => ({
        topic,
        shortName: `retry.${name}`,
        kind: 'rung',
        delayMs,
      }),
    ),
    plain(names.deliveriesDlq, 'deliveries.dlq', 'deliveries_dead_letters'),
  ];
}
