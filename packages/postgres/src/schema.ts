// The tables, for drizzle's queries. migrations/ makes them; a test compares the two.
import type { PayloadFilter } from '@hopline/wire/payload-filter';
import { SIGNATURE_VERSIONS } from '@hopline/wire/signing-secret';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  date,
  doublePrecision,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import type { OldSecret } from './secrets/old-secret.ts';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const organizations = pgTable('organizations', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  tier: text('tier', { enum: ['free', 'pro', 'enterprise'] }).notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  rateLimit: integer('rate_limit'),
  partitionSpread: integer('partition_spread').notNull().default(1),
});

export const apiKeys = pgTable('api_keys', {
  id: text('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  secretHash: text('secret_hash').notNull(),
  secretCheck: integer('secret_check').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
  revokedAt: moment('revoked_at'),
  name: text('name').notNull().default(''),
  scopes: text('scopes').array().notNull().default(['events:write', 'read', 'manage']),
  expiresAt: moment('expires_at'),
  lastUsedAt: moment('last_used_at'),
});

export const rateCounts = pgTable(
  'rate_counts',
  {
    organizationId: uuid('organization_id').notNull(),
    minute: moment('minute').notNull(),
    instanceId: uuid('instance_id').notNull(),
    admitted: bigint('admitted', { mode: 'bigint' }).notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    demand: doublePrecision('demand').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.minute, table.instanceId] })],
);

export const liveWatches = pgTable('live_watches', {
  organizationId: uuid('organization_id').primaryKey(),
  until: moment('until').notNull(),
});

export const liveCounts = pgTable(
  'live_counts',
  {
    organizationId: uuid('organization_id').notNull(),
    instanceId: uuid('instance_id').notNull(),
    accepted: bigint('accepted', { mode: 'bigint' }).notNull(),
    stored: bigint('stored', { mode: 'bigint' }).notNull(),
    delivered: bigint('delivered', { mode: 'bigint' }).notNull(),
    failed: bigint('failed', { mode: 'bigint' }).notNull(),
    latency: bigint('latency', { mode: 'bigint' }).array().notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.instanceId] })],
);

export const endpoints = pgTable('endpoints', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  url: text('url').notNull(),
  description: text('description').notNull().default(''),
  eventTypes: text('event_types').array().notNull(),
  secret: text('secret').notNull(),
  keyHash: integer('key_hash').notNull(),
  paused: boolean('paused').notNull().default(false),
  createdAt: moment('created_at').notNull().defaultNow(),
  updatedAt: moment('updated_at').notNull().defaultNow(),
  deletedAt: moment('deleted_at'),
  retrySchedule: text('retry_schedule').array(),
  rateLimit: integer('rate_limit'),
  breaker: text('breaker', { enum: ['closed', 'open'] })
    .notNull()
    .default('closed'),
  breakerTrips: integer('breaker_trips').notNull().default(0),
  failingSince: moment('failing_since'),
  notBefore: moment('not_before'),
  disabledAt: moment('disabled_at'),
  disabledReason: text('disabled_reason', { enum: ['gone', 'failing'] }),
  healthEpoch: integer('health_epoch').notNull().default(0),
  signatureVersion: text('signature_version', { enum: SIGNATURE_VERSIONS }).notNull().default('v1'),
  publicKey: text('public_key'),
  oldSecrets: jsonb('old_secrets').$type<readonly OldSecret[]>(),
  headers: text('headers'),
  headerNames: text('header_names').array().notNull().default([]),
  sendTraceparent: boolean('send_traceparent').notNull().default(false),
  filters: jsonb('filters').$type<readonly PayloadFilter[]>(),
  ordered: boolean('ordered').notNull().default(false),
  orderUnkeyed: boolean('order_unkeyed').notNull().default(true),
  skipAfter: integer('skip_after'),
});

export const secretKeys = pgTable('secret_keys', {
  id: text('id').primaryKey(),
  checkValue: text('check_value').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

export const eventKeys = pgTable('event_keys', {
  eventId: uuid('event_id').primaryKey(),
  day: date('day', { mode: 'string' }).notNull(),
  contentHash: bytea('content_hash').notNull(),
  conflicts: bigint('conflicts', { mode: 'bigint' }),
  lastConflictAt: moment('last_conflict_at'),
  organizationId: uuid('organization_id'),
});

export const expiredDays = pgTable('expired_days', {
  day: date('day', { mode: 'string' }).primaryKey(),
  droppedAt: moment('dropped_at').notNull(),
});

export const events = pgTable(
  'events',
  {
    day: date('day', { mode: 'string' }).notNull(),
    id: uuid('id').notNull(),
    organizationId: uuid('organization_id').notNull(),
    type: text('type').notNull(),
    dedupId: text('dedup_id'),
    orderingKey: text('ordering_key'),
    acceptedAt: moment('accepted_at').notNull(),
    storedAt: moment('stored_at').notNull().defaultNow(),
    topicPartition: integer('topic_partition').notNull(),
    topicOffset: bigint('topic_offset', { mode: 'bigint' }).notNull(),
    traceparent: text('traceparent'),
    body: bytea('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.id] })],
);

export const deliveryState = pgEnum('delivery_state', [
  'pending',
  'sending',
  'succeeded',
  'dead',
  'cancelled',
]);

export const deliveries = pgTable(
  'deliveries',
  {
    day: date('day', { mode: 'string' }).notNull(),
    id: uuid('id').notNull(),
    eventId: uuid('event_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    organizationId: uuid('organization_id').notNull(),
    state: deliveryState('state').notNull().default('pending'),
    reason: text('reason'),
    version: integer('version').notNull().default(1),
    attempts: integer('attempts').notNull().default(0),
    ladderStep: integer('ladder_step').notNull().default(0),
    nextAttemptAt: moment('next_attempt_at').notNull().defaultNow(),
    leaseUntil: moment('lease_until'),
    endedAt: moment('ended_at'),
    dlqAt: moment('dlq_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
    hour: moment('hour')
      .notNull()
      .default(sql`date_bin('1 hour', now(), timestamptz '2000-01-01 00:00:00Z')`),
    replayId: uuid('replay_id'),
    replayedAt: moment('replayed_at'),
    succeededAt: moment('succeeded_at'),
    orderKey: text('order_key'),
    topicPartition: integer('topic_partition'),
    topicOffset: bigint('topic_offset', { mode: 'bigint' }),
  },
  (table) => [primaryKey({ columns: [table.day, table.id] })],
);

export const attempts = pgTable(
  'attempts',
  {
    day: date('day', { mode: 'string' }).notNull(),
    deliveryId: uuid('delivery_id').notNull(),
    number: integer('number').notNull(),
    startedAt: moment('started_at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    outcome: text('outcome').notNull(),
    statusCode: integer('status_code'),
    error: text('error'),
    response: bytea('response'),
    traceId: text('trace_id'),
    nextAttemptAt: moment('next_attempt_at'),
  },
  (table) => [primaryKey({ columns: [table.day, table.deliveryId, table.number] })],
);

export const progress = pgTable(
  'progress',
  {
    topicId: uuid('topic_id').notNull(),
    partition: integer('partition').notNull(),
    firstOffset: bigint('first_offset', { mode: 'bigint' }).notNull(),
    nextOffset: bigint('next_offset', { mode: 'bigint' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.topicId, table.partition] })],
);

export const ledger = pgTable(
  'ledger',
  {
    topicId: uuid('topic_id').notNull(),
    partition: integer('partition').notNull(),
    organizationId: uuid('organization_id').notNull(),
    hour: moment('hour').notNull(),
    appended: bigint('appended', { mode: 'bigint' }).notNull(),
    stored: bigint('stored', { mode: 'bigint' }).notNull(),
    duplicates: bigint('duplicates', { mode: 'bigint' }).notNull(),
    poison: bigint('poison', { mode: 'bigint' }).notNull(),
    conflicts: bigint('conflicts', { mode: 'bigint' }).notNull().default(0n),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.hour, table.topicId, table.partition] })],
);

export const replayState = pgEnum('replay_state', ['running', 'paused', 'cancelled', 'finished']);

export const replays = pgTable('replays', {
  id: uuid('id').primaryKey(),
  organizationId: uuid('organization_id').notNull(),
  endpointId: uuid('endpoint_id'),
  selection: text('selection', { enum: ['failed', 'missing', 'all'] }).notNull(),
  fromAt: moment('from_at').notNull(),
  toAt: moment('to_at').notNull(),
  rate: integer('rate').notNull(),
  state: replayState('state').notNull().default('running'),
  createdAt: moment('created_at').notNull().defaultNow(),
  createdXid: xid8('created_xid').notNull().default(sql`pg_current_xact_id()`),
  nextStepAt: moment('next_step_at').notNull().defaultNow(),
  endedAt: moment('ended_at'),
  eventTypes: text('event_types').array(),
  states: text('states').array(),
  narrowStepAt: moment('narrow_step_at'),
});

export const replayParts = pgTable(
  'replay_parts',
  {
    replayId: uuid('replay_id').notNull(),
    endpointId: uuid('endpoint_id').notNull(),
    day: date('day', { mode: 'string' }),
    acceptedAt: moment('accepted_at'),
    eventId: uuid('event_id'),
    lookedAt: bigint('looked_at', { mode: 'bigint' }).notNull().default(0n),
    replayed: bigint('replayed', { mode: 'bigint' }).notNull().default(0n),
    made: bigint('made', { mode: 'bigint' }).notNull().default(0n),
    burst: integer('burst').notNull().default(1),
    nextStepAt: moment('next_step_at').notNull().defaultNow(),
    // Of a running part: paused, disabled, held, behind or under_way (docs/replay.md). Migration 0009 names three of them; a
    // hash of each migration is kept where it was applied, so its text stays.
    waitsFor: text('waits_for'),
    endedAt: moment('ended_at'),
    outcome: text('outcome'),
  },
  (table) => [primaryKey({ columns: [table.replayId, table.endpointId] })],
);

export const schemas = pgTable('schemas', {
  fingerprint: text('fingerprint').primaryKey(),
  subject: text('subject').notNull(),
  version: integer('version').notNull(),
  schema: text('schema').notNull(),
  registryId: integer('registry_id'),
});
