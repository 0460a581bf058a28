-- What is left of a day whose events were dropped: its keys, for a while longer.

alter table event_keys
  -- whose event it was: when the event itself is gone, nothing else says who may know of it. Null in older rows.
  add column organization_id uuid;
--> statement-breakpoint
-- The days whose tables are gone and whose keys are not. There is no index on event_keys (day) to find the keys by: one
-- would be written to with every event, to be read once a day.
create table expired_days (
  day date primary key,
  -- when the last of its tables was dropped: the keys go 24 h later
  dropped_at timestamptz not null
);
