-- What the live figures of an organization are made of, while somebody looks at them. Unlogged: after a crash of Postgres they begin
-- anew, and no write of theirs goes to the log.

-- Whose figures are looked at, and until when. Nothing is written of any other organization.
create unlogged table live_watches (
  organization_id uuid primary key,
  until timestamptz not null
);
--> statement-breakpoint
-- What a process has counted of an organization since the row was made. Each process writes rows of its own, so nobody waits for a row.
create unlogged table live_counts (
  organization_id uuid not null,
  instance_id uuid not null,
  accepted bigint not null,
  stored bigint not null,
  delivered bigint not null,
  failed bigint not null,
  -- Of what was delivered: how many in each bucket of packages/postgres/src/live/latency-buckets.ts, up to the last that is not empty.
  latency bigint[] not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, instance_id)
) with (fillfactor = 50);
