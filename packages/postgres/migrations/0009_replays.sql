-- Deliveries that are attempted again: by hand, or by a replay, which is a job.

-- All null of a delivery that was never replayed, which makes its row no wider.
alter table deliveries
  -- the newest replay that made it pending again, or made it
  add column replay_id uuid,
  -- when a replay or a retry by hand last made it pending: limits of age count from here
  add column replayed_at timestamptz,
  -- when it first succeeded; written when a replay makes it pending again, so that this is not forgotten
  add column succeeded_at timestamptz;
--> statement-breakpoint
-- What of a replay is under way for an endpoint, and how it ended. Written for replayed deliveries alone. With day, which
-- every statement names, as otherwise it would be looked up in the table.
create index deliveries_replayed on deliveries (replay_id, endpoint_id, state, next_attempt_at) include (day)
  where replay_id is not null;
--> statement-breakpoint
create type replay_state as enum ('running', 'paused', 'cancelled', 'finished');
--> statement-breakpoint
create table replays (
  id uuid primary key,
  organization_id uuid not null references organizations,
  -- null: all endpoints that the organization had when it was asked for
  endpoint_id uuid,
  selection text not null check (selection in ('failed', 'missing', 'all')),
  -- the events that were accepted in this time, its end left out
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- deliveries a second, all endpoints together
  rate integer not null check (rate between 1 and 1000),
  state replay_state not null default 'running',
  created_at timestamptz not null default now(),
  -- once no older transaction is left, whatever was stored before the job was asked for can be seen
  created_xid xid8 not null default pg_current_xact_id(),
  -- not before then: this is what makes the rate, whoever does the step
  next_step_at timestamptz not null default now(),
  ended_at timestamptz
);
--> statement-breakpoint
create index replays_running on replays (next_step_at) where state = 'running';
--> statement-breakpoint
create index replays_list on replays (organization_id, created_at desc, id desc);
--> statement-breakpoint
-- How far a replay has come with one endpoint: an endpoint that is paused or slow holds its own part and no other.
create table replay_parts (
  replay_id uuid not null references replays on delete cascade,
  endpoint_id uuid not null,
  -- the last event that was looked at: (accepted_at, event_id) within a day, or, of failed ones, event_id alone.
  -- A null day: nothing yet; a null accepted_at: nothing of the day yet
  day date,
  accepted_at timestamptz,
  event_id uuid,
  -- events, or of failed ones deliveries, that were looked at
  looked_at bigint not null default 0,
  -- deliveries that were made pending again
  replayed bigint not null default 0,
  -- deliveries that the endpoint never had and that were made
  made bigint not null default 0,
  -- so many at a time: as many as the endpoint took within one step lately
  burst integer not null default 1,
  next_step_at timestamptz not null default now(),
  -- what it waits for: paused, behind, under_way
  waits_for text,
  ended_at timestamptz,
  -- finished, endpoint_deleted
  outcome text,
  primary key (replay_id, endpoint_id)
);
