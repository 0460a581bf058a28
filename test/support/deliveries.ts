// Deliveries as persist leaves them, made straight in Postgres, and a deliver service in the test's own process.
import { randomBytes, randomUUID } from 'node:crypto';
import { deliverSettings } from '@hopline/deliver/config';
import { buildService, type DeliverService } from '@hopline/deliver/service';
import { createPublisher } from '@hopline/kafka/connect';
import type { OutgoingRecord, Publisher } from '@hopline/kafka/port';
import { ensureDays } from '@hopline/postgres/ensure-days';
import type { Pool } from '@hopline/postgres/pool';
import { loadSettings } from '@hopline/runtime/settings';
import type { Logger } from '@hopline/telemetry/logger';
import { deliveryId } from '@hopline/wire/ids';
import { keyHash, partitionFor } from '@hopline/wire/partitioner';
import { createWakeUpCodec } from '@hopline/wire/wake-up';
import { webhookBody } from '@hopline/wire/webhook-body';
import type { Cleanup } from './cleanup.ts';
import type { TestDatabase } from './database.ts';
import { patient } from './patient.ts';
import { SECRET_KEYS } from './secret-keys.ts';
import type { TestTopics } from './topics.ts';

export const DAY = new Date().toISOString().slice(0, 10);
/** Another one when midnight is near: what a service stores of its own belongs to the day that it is then. */
const DAY_SOON = new Date(Date.now() + 30 * 60_000).toISOString().slice(0, 10);

export interface TestEndpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly secret: string;
}

export interface TestDelivery {
  readonly day: string;
  readonly id: string;
  readonly version: number;
  readonly eventId: string;
  readonly endpoint: TestEndpoint;
  readonly body: Buffer;
}

/** One row of the deliveries table. */
export interface DeliveryRow {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  readonly version: number;
  readonly attempts: number;
  readonly ladder_step: number;
  readonly next_attempt_at: Date;
  readonly lease_until: Date | null;
  readonly ended_at: Date | null;
  readonly dlq_at: Date | null;
}

export async function addOrganization(pool: Pool): Promise<string> {
  const id = randomUUID();
  await pool.query(`insert into organizations (id, name, tier) values ($1, 'test', 'free')`, [id]);
  await ensureDays(pool, [DAY, DAY_SOON]);
  return id;
}

export async function addEndpoint(
  pool: Pool,
  given: { organizationId: string; url: string; paused?: boolean },
): Promise<TestEndpoint> {
  const id = randomUUID();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await pool.query(
    `insert into endpoints (id, organization_id, url, event_types, secret, key_hash, paused)
     values ($1, $2, $3, '{*}', $4, $5, $6)`,
    [id, given.organizationId, given.url, secret, keyHash(id), given.paused ?? false],
  );
  return { id, organizationId: given.organizationId, secret };
}

/** Stores `count` events, each with its pending delivery to this endpoint. */
export async function addDeliveries(
  pool: Pool,
  endpoint: TestEndpoint,
  count: number,
  given: { payload?: string; dueInMs?: number; traceparent?: string } = {},
): Promise<TestDelivery[]> {
  const deliveries = Array.from({ length: count }, (_, i): TestDelivery => {
    const eventId = randomUUID();
    const payload = Buffer.from(given.payload ?? `{"n":${i}}`);
    const body = webhookBody({ id: eventId, type: 'test.made', acceptedAtMs: Date.now(), payload });
    return { day: DAY, id: deliveryId(eventId, endpoint.id), version: 1, eventId, endpoint, body };
  });
  await pool.query(
    `insert into events (day, id, organization_id, type, accepted_at, topic_partition, topic_offset, body, traceparent)
     select $1, id, $2, 'test.made', now(), 0, n, body, $5
       from unnest($3::uuid[], $4::bytea[]) with ordinality as given (id, body, n)`,
    [
      DAY,
      endpoint.organizationId,
      deliveries.map((one) => one.eventId),
      deliveries.map((one) => one.body),
      given.traceparent ?? null,
    ],
  );
  await pool.query(
    `insert into deliveries (day, id, event_id, endpoint_id, organization_id, next_attempt_at)
     select $1, id, event_id, $2, $3, now() + $6 * interval '1 millisecond'
       from unnest($4::uuid[], $5::uuid[]) as given (id, event_id)`,
    [
      DAY,
      endpoint.id,
      endpoint.organizationId,
      deliveries.map((one) => one.id),
      deliveries.map((one) => one.eventId),
      given.dueInMs ?? 0,
    ],
  );
  return deliveries;
}

export async function readDelivery(pool: Pool, { id }: { id: string }): Promise<DeliveryRow> {
  const { rows } = await pool.query<DeliveryRow>('select * from deliveries where id = $1', [id]);
  const [row] = rows;
  if (!row) throw new Error(`there is no delivery ${id}`);
  return row;
}

/** How many deliveries of the endpoint are in each state. */
export async function countStates(pool: Pool, endpoint: TestEndpoint): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from deliveries where endpoint_id = $1 group by state',
    [endpoint.id],
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

export interface AttemptRow {
  readonly number: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly outcome: string;
  readonly status_code: number | null;
  readonly error: string | null;
  readonly response: Buffer | null;
  readonly trace_id: string | null;
  readonly next_attempt_at: Date | null;
}

export async function readAttempts(pool: Pool, { id }: { id: string }): Promise<AttemptRow[]> {
  const { rows } = await pool.query<AttemptRow>(
    'select * from attempts where delivery_id = $1 order by number',
    [id],
  );
  return rows;
}

/** A started publisher to the topics that wake-ups go to. */
export async function startPublisher(t: Cleanup, topics: TestTopics): Promise<Publisher> {
  const { deliveries, rungs } = topics.topics;
  const publisher = createPublisher(
    {
      brokers: topics.brokers,
      clientId: 'hopline-test',
      topics: [deliveries, ...rungs.map(({ topic }) => topic)],
    },
    { log: silentLog },
  );
  await publisher.start();
  t.after(() => publisher.stop(AbortSignal.timeout(3000)));
  return patient(publisher);
}

const codec = createWakeUpCodec();

/** The wake-up of a delivery, or, with `delivery: null`, of an endpoint. */
export function wakeUp(
  topics: TestTopics,
  publisher: Publisher,
  endpoint: TestEndpoint,
  delivery: Pick<TestDelivery, 'day' | 'id' | 'version'> | null,
): OutgoingRecord {
  const topic = topics.topics.deliveries;
  return {
    topic,
    partition: partitionFor(endpoint.id, publisher.partitionsOf(topic)),
    key: endpoint.id,
    value: codec.encode({
      endpoint_id: endpoint.id,
      organization_id: endpoint.organizationId,
      delivery: delivery && { id: delivery.id, day: delivery.day, version: delivery.version },
    }),
    headers: {},
  };
}

export function wakeUps(
  topics: TestTopics,
  publisher: Publisher,
  deliveries: readonly TestDelivery[],
): OutgoingRecord[] {
  return deliveries.map((delivery) => wakeUp(topics, publisher, delivery.endpoint, delivery));
}

export interface LogLine {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RunningDeliver {
  readonly service: DeliverService;
  /** What it has logged so far. */
  readonly lines: LogLine[];
  /** Its lines with this message. */
  logged(message: string): LogLine[];
}

/** Starts the deliver service in this process; stopped when the test ends. `env` is in addition to what it needs. */
export async function startDeliver(
  t: Cleanup,
  database: TestDatabase,
  topics: TestTopics,
  env: Record<string, string> = {},
): Promise<RunningDeliver> {
  const config = loadSettings(deliverSettings, {
    TOPIC_PREFIX: topics.prefix,
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    KAFKA_BROKERS: topics.brokers.join(','),
    DATABASE_URL: database.url,
    SECRET_KEYS,
    PORT: '0',
    ALLOW_PRIVATE_WEBHOOKS: 'true',
    // A busy machine is no reason for a time-out.
    WEBHOOK_TIMEOUT: '60s',
    ...env,
  });
  const lines: LogLine[] = [];
  const write = (fields: object, message: string) =>
    lines.push({ message, fields: fields as LogLine['fields'] });
  const log = { ...silentLog, info: write, warn: write, error: write } as unknown as Logger;
  const service = buildService(config, log);
  t.after(() => service.stop(AbortSignal.timeout(3000)));
  await service.start();
  return { service, lines, logged: (message) => lines.filter((line) => line.message === message) };
}

const silentLog = { debug() {}, info() {}, warn() {}, error() {} };
