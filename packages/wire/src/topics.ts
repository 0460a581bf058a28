// The names of all topics and consumer groups. They exist only here.
import { setting } from '@hopline/runtime/settings';
import { DEFAULT_LADDER, type Ladder, parseLadder, type Rung } from './ladder.ts';

/** A topic that wake-ups wait in for one fixed delay. */
export interface RungTopic extends Rung {
  readonly topic: string;
}

export interface TopicNames {
  readonly events: string;
  readonly eventsDlq: string;
  readonly deliveries: string;
  readonly rungs: readonly RungTopic[];
  readonly deliveriesDlq: string;
}

export interface GroupNames {
  readonly persist: string;
  readonly deliver: string;
  readonly rungs: string;
}

/** Settings that name things on the wire; every service that touches Kafka has them. */
export const wireSettings = {
  TOPIC_PREFIX: setting.text({
    description: 'the first word of the names of all topics and consumer groups',
    default: 'hopline',
  }),
  RETRY_LADDER: setting.parsed(parseLadder, {
    description: 'the delays before the retries of a failed delivery, one rung topic for each distinct delay',
    default: DEFAULT_LADDER,
  }),
};

export function topicNames(prefix: string, ladder: Ladder): TopicNames {
  const deliveries = `${prefix}.deliveries.v1`;
  return {
    events: `${prefix}.events.v1`,
    eventsDlq: `${prefix}.events.v1.dlq`,
    deliveries,
    rungs: ladder.rungs.map((rung) => ({ ...rung, topic: `${deliveries}.retry.${rung.name}` })),
    deliveriesDlq: `${deliveries}.dlq`,
  };
}

export function groupNames(prefix: string): GroupNames {
  return {
    persist: `${prefix}.persist`,
    deliver: `${prefix}.deliver`,
    rungs: `${prefix}.deliver.retry`,
  };
}
