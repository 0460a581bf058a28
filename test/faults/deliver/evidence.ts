// What can be found when all is over: the tables, the dead letters, the offsets, beside what the receivers have seen.
import type { Pool } from '@hopline/postgres/pool';
import { HEADER } from '@hopline/wire/headers';
import type { Ladder } from '@hopline/wire/ladder';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import type { Cleanup } from '../../support/cleanup.ts';
import type { RawKafka } from '../../support/kafka-raw.ts';
import type { TestTopics } from '../../support/topics.ts';
import { readTopic } from '../evidence.ts';
import type { OutsideLedger } from '../outside-ledger.ts';
import { type DeliverEndpoint, ORDER, RARE } from './endpoints.ts';
import type { Post } from './webhook-receiver.ts';

export interface DeliveryRow {
  readonly id: string;
  readonly eventId: string;
  readonly endpointId: string;
  readonly state: string;
  readonly isDeadLettered: boolean;
}

export interface AttemptRow {
  readonly deliveryId: string;
  readonly number: number;
  readonly outcome: string;
  readonly statusCode: number | null;
}

export interface DeliverEvidence {
  readonly ledger: OutsideLedger;
  readonly endpoints: readonly DeliverEndpoint[];
  readonly ladder: Ladder;
  /** The ids of the events of the load that are stored. */
  readonly events: readonly string[];
  readonly deliveries: readonly DeliveryRow[];
  /** In the order of their deliveries and numbers. */
  readonly attempts: readonly AttemptRow[];
  readonly letters: readonly { readonly deliveryId: string; readonly reason: string }[];
  /** In the order in which they came. */
  readonly posts: readonly Post[];
  /** Requests to where a redirect led. */
  readonly followed: readonly string[];
  /** After the last wake-up of each partition, and what the group has committed. */
  readonly ends: readonly bigint[];
  readonly committed: readonly bigint[];
}

const codec = createWakeUpCodec();
const LOADED_TYPES = [ORDER, RARE];

/** Reads the tables and the topics. */
export async function readDeliverTables(
  t: Cleanup,
  raw: RawKafka,
  pool: Pool,
  { topics, groups, brokers }: TestTopics,
): Promise<Pick<DeliverEvidence, 'events' | 'deliveries' | 'attempts' | 'letters' | 'ends' | 'committed'>> {
  const ends = await raw.endOffsets(topics.deliveries);
  const letters = await readTopic(t, raw, brokers, topics.deliveriesDlq);
  const events = await pool.query<{ id: string }>('select id from events where type = any ($1)', [
    LOADED_TYPES,
  ]);
  const deliveries = await pool.query<DeliveryRow>(
    `select id, event_id as "eventId", endpoint_id as "endpointId", state::text as state,
            dlq_at is not null as "isDeadLettered"
       from deliveries`,
  );
  const attempts = await pool.query<AttemptRow>(
    `select delivery_id as "deliveryId", number, outcome, status_code as "statusCode"
       from attempts order by 1, 2`,
  );
  return {
    ends,
    committed: await raw.committedOffsets(groups.deliver, topics.deliveries, ends.length),
    letters: letters.map(({ value, headers }) => ({
      deliveryId: (value && codec.decode(value).delivery?.id) ?? '',
      reason: headers[HEADER.reason]?.toString() ?? '',
    })),
    events: events.rows.map(({ id }) => id),
    deliveries: deliveries.rows,
    attempts: attempts.rows,
  };
}
