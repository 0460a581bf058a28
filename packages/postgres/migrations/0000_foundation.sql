-- Organizations, keys and endpoints; events, deliveries and attempts by day; the books of the persist hop.

create table organizations (
  id uuid primary key,
  name text not null,
  tier text not null check (tier in ('free', 'pro', 'enterprise')),
  created_at timestamptz not null default now()
);
--> statement-breakpoint
create table api_keys (
  -- the part of a key between hop_ and the next underscore
  id text primary key,
  organization_id uuid not null references organizations,
  -- argon2id, as a PHC string
  secret_hash text not null,
  -- the first 32 bits of the secret's SHA-256: a wrong secret is refused before argon2id is computed
  secret_check integer not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
--> statement-breakpoint
create index api_keys_organization on api_keys (organization_id);
--> statement-breakpoint
create table endpoints (
  id uuid primary key,
  organization_id uuid not null references organizations,
  url text not null,
  description text not null default '',
  -- exact types, `order.*` or `*`
  event_types text[] not null,
  -- whsec_ and base64
  secret text not null,
  -- murmur2 of the id without its sign bit: modulo the number of partitions it is the partition of the endpoint's wake-ups
  key_hash integer not null,
  paused boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- kept as a row, so that the deliveries that it had can be explained
  deleted_at timestamptz
);
--> statement-breakpoint
create index endpoints_organization on endpoints (organization_id, created_at) where deleted_at is null;
--> statement-breakpoint
-- Makes an event unique over all days; lives at least 24 h longer than the event.
create table event_keys (
  event_id uuid primary key,
  day date not null,
  content_hash bytea not null
);
--> statement-breakpoint
create table events (
  day date not null,
  id uuid not null,
  organization_id uuid not null,
  type text not null,
  dedup_id text,
  ordering_key text,
  accepted_at timestamptz not null,
  stored_at timestamptz not null default now(),
  -- where it stands in the events topic
  topic_partition integer not null,
  topic_offset bigint not null,
  -- W3C trace context of the request that brought it
  traceparent text,
  -- the webhook's body, the same bytes at every attempt; bytea, because jsonb would change numbers and order
  body bytea not null,
  primary key (day, id)
) partition by range (day);
--> statement-breakpoint
create type delivery_state as enum ('pending', 'sending', 'succeeded', 'dead', 'cancelled');
--> statement-breakpoint
create table deliveries (
  day date not null,
  id uuid not null,
  event_id uuid not null,
  endpoint_id uuid not null,
  organization_id uuid not null,
  state delivery_state not null default 'pending',
  -- why it ended: delivered, exhausted, endpoint_unavailable, endpoint_deleted, endpoint_disabled, delivery_disabled, expired
  reason text,
  -- one more at every transition, never reset: claims and results are fenced by it
  version integer not null default 1,
  -- how often it was claimed; the number of the newest attempt
  attempts integer not null default 0,
  -- how many steps of the ladder it has taken since it was last pending from the start
  ladder_step integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease_until timestamptz,
  ended_at timestamptz,
  -- when its dead letter was acknowledged by Kafka
  dlq_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (day, id)
) partition by range (day);
--> statement-breakpoint
create index deliveries_event on deliveries (event_id);
--> statement-breakpoint
create index deliveries_due on deliveries (endpoint_id, next_attempt_at) where state = 'pending';
--> statement-breakpoint
create index deliveries_leased on deliveries (lease_until) where state = 'sending';
--> statement-breakpoint
create index deliveries_dead_unpublished on deliveries (ended_at) where state = 'dead' and dlq_at is null;
--> statement-breakpoint
create table attempts (
  day date not null,
  delivery_id uuid not null,
  number integer not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  -- succeeded, or what went wrong: status, timeout, connection, dns, tls, blocked, …
  outcome text not null,
  status_code integer,
  error text,
  -- the first 1 KB of the answer
  response bytea,
  trace_id text,
  next_attempt_at timestamptz,
  primary key (day, delivery_id, number)
) partition by range (day);
--> statement-breakpoint
-- How far persist has come in each partition; locked by the batch that is being written, so that two owners take turns.
create table progress (
  topic_id uuid not null,
  partition integer not null,
  first_offset bigint not null,
  next_offset bigint not null,
  primary key (topic_id, partition)
);
--> statement-breakpoint
-- Counts of records by partition, organization and hour: appended = stored + duplicates + poison, and for a partition
-- the sum of appended = next_offset - first_offset. By partition, so that batches of different partitions never wait for
-- each other's rows.
create table ledger (
  topic_id uuid not null,
  partition integer not null,
  organization_id uuid not null,
  hour timestamptz not null,
  appended bigint not null,
  stored bigint not null,
  duplicates bigint not null,
  poison bigint not null,
  primary key (organization_id, hour, topic_id, partition)
);
--> statement-breakpoint
-- Every writer schema that was ever shipped: a reader that meets an unknown one looks here.
create table schemas (
  -- 16 hex digits of CRC-64-AVRO, in the order of the wire
  fingerprint text primary key,
  subject text not null,
  version integer not null,
  schema text not null,
  registry_id integer unique,
  unique (subject, version)
);
--> statement-breakpoint
-- Every statement here is short; compiling a plan would take longer than running it, and over many daily partitions the
-- estimated cost is high enough for Postgres to try. A role that does not own the database goes on without this.
do $$
begin
  execute format('alter database %I set jit = off', current_database());
exception when insufficient_privilege then
  raise notice 'jit stays as it is: this role does not own the database';
end
$$;
