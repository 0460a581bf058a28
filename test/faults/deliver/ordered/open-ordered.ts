// Topics and a database of its own, ordered endpoints of which each has another partition of wake-ups, persist and two
// processes of deliver, one of which comes and goes.
import type { Pool } from '@hopline/postgres/pool';
import { keyHash } from '@hopline/wire/partitioner';
import { uuidV7 } from '@hopline/wire/uuid';
import type { Cleanup } from '../../../support/cleanup.ts';
import type { Random } from '../../../support/fuzz-random.ts';
import { type RawKafka, rawKafka } from '../../../support/kafka-raw.ts';
import { type PersistFixture, persistFixture } from '../../../support/persist.ts';
import { SECRET_KEYS } from '../../../support/secret-keys.ts';
import type { ServiceProcess } from '../../../support/service-process.ts';
import { insertOrganization } from '../../../support/tenants.ts';
import { createOthers } from '../../stage-parts.ts';
import { type SupervisedService, supervise } from '../../supervised-service.ts';
import type { PlacedDelivery } from './judge-order.ts';
import { type OrderedReceiver, startOrderedReceiver } from './ordered-receiver.ts';

const PARTITIONS = 6;
const LADDER = '300ms,600ms,900ms,1200ms';
const TIMES = { KAFKA_SESSION_TIMEOUT: '6s', RETRY_LADDER: LADDER };
const DELIVER = {
  ...{ WEBHOOK_TIMEOUT: '3s', ALLOW_PRIVATE_WEBHOOKS: 'true', MAX_CONCURRENT_EVENTS: '64' },
  // Of so many random failures some come in a row.
  BREAKER_OPEN: '300ms',
};
const PERSIST = { SWEEP_INTERVAL: '1s', SWEEP_AFTER: '5s' };
/** Every third endpoint skips what has failed so often; the others are held by what is dead. */
const SKIPS_EVERY = 3;
const SKIP_AFTER = 2;

export interface OrderedEndpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly path: string;
  readonly skipAfter: number | null;
}

export interface OrderedStage {
  readonly fixture: PersistFixture;
  readonly raw: RawKafka;
  readonly receiver: OrderedReceiver;
  readonly endpoints: readonly OrderedEndpoint[];
  readonly persist: SupervisedService;
  readonly deliver: SupervisedService;
  /** One more process of deliver, on the same group. */
  launchDeliver(): ServiceProcess;
  /** All deliveries with their places. */
  placed(): Promise<PlacedDelivery[]>;
  logs(): string;
}

export async function openOrdered(t: Cleanup, random: Random): Promise<OrderedStage> {
  const fixture = await persistFixture(t, { partitions: PARTITIONS });
  const { database, kafka } = fixture;
  const raw = rawKafka(kafka.brokers);
  t.after(() => raw[Symbol.asyncDispose]());
  const receiver = await startOrderedReceiver(t, random);
  const endpoints: OrderedEndpoint[] = [];
  for (let i = 0; i < PARTITIONS; i += 1) {
    const path = `/${i}`;
    const skipAfter = i % SKIPS_EVERY === 0 ? SKIP_AFTER : null;
    endpoints.push(
      await insertOrdered(database.pool, { path, skipAfter, url: receiver.urlOf(path) }, (hash) => {
        return hash % PARTITIONS === i;
      }),
    );
  }
  const env = { ...fixture.env, ...TIMES, ...DELIVER, SECRET_KEYS };
  const persist = supervise(t, 'persist', { ...fixture.env, ...TIMES, ...PERSIST });
  const deliver = supervise(t, 'deliver', env);
  await Promise.all([persist.start(), deliver.start()]);
  const others = createOthers(t, 'deliver', env);
  return {
    ...{ fixture, raw, receiver, endpoints, persist, deliver },
    launchDeliver: others.launch,
    async placed() {
      const paths = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
      const { rows } = await database.pool.query(
        'select event_id, endpoint_id, order_key, topic_partition, topic_offset, state::text as state from deliveries',
      );
      return rows.map((row) => ({
        ...{ eventId: row.event_id, key: row.order_key, state: row.state },
        ...{ partition: row.topic_partition, offset: BigInt(row.topic_offset) },
        endpoint: paths.get(row.endpoint_id)?.path ?? '',
        skipAfter: paths.get(row.endpoint_id)?.skipAfter ?? null,
      }));
    },
    logs: () => persist.log() + deliver.log() + others.logs(),
  };
}

async function insertOrdered(
  pool: Pool,
  given: { path: string; url: string; skipAfter: number | null },
  isWanted: (hash: number) => boolean,
): Promise<OrderedEndpoint> {
  const organizationId = await insertOrganization(pool);
  let id = uuidV7();
  while (!isWanted(keyHash(id))) id = uuidV7();
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash, ordered, skip_after)
     values ($1, $2, $3, '{*}', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', $4, true, $5)`,
    [id, organizationId, given.url, keyHash(id), given.skipAfter],
  );
  return { id, organizationId, path: given.path, skipAfter: given.skipAfter };
}
