-- Replays of a part of what their selection takes: of some types of events, of what is only dead or only cancelled.

alter table replays
  -- exact types and `order.*`; null: of any type
  add column event_types text[] check (cardinality(event_types) > 0),
  -- of failed deliveries, those in one of these; null: dead and cancelled ones
  add column states text[] check (cardinality(states) > 0 and states <@ array['dead', 'cancelled']),
  -- When the next step of such a replay is due, whose next_step_at is never due: a process of the release before knows nothing of the
  -- columns above, looks there, and would take everything. Its resume, which sets next_step_at, fails.
  add column narrow_step_at timestamptz,
  add constraint replays_narrow check (
    (narrow_step_at is not null) = (event_types is not null or states is not null)
    and (narrow_step_at is null or next_step_at = timestamptz '9999-12-31 00:00:00Z')
    and (states is null or selection = 'failed'));
--> statement-breakpoint
create index replays_due on replays ((coalesce(narrow_step_at, next_step_at))) where state = 'running';
