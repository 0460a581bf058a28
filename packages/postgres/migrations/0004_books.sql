-- What the books tell of: repeats with other content, and what became of the deliveries of an hour.

-- A second event with the same dedup_id and other content: the first one stays, the others are counted on its key, and go
-- with it. Null of nearly all keys, which makes them no wider.
alter table event_keys
  add column conflicts bigint,
  add column last_conflict_at timestamptz;
--> statement-breakpoint
-- Those of the duplicates whose content is another one.
alter table ledger add column conflicts bigint not null default 0;
--> statement-breakpoint
-- The hour of the ledger in which the delivery's event was counted, so that both sides of a reconciliation speak of the
-- same events, however late they were stored. Of rows that are there already the hour of their making is the nearest
-- that is known; a generated column fills it in without leaving a dead row for each.
alter table deliveries
  add column hour timestamptz
    generated always as (date_bin('1 hour', created_at, timestamptz '2000-01-01 00:00:00Z')) stored;
--> statement-breakpoint
alter table deliveries alter column hour drop expression;
--> statement-breakpoint
alter table deliveries
  alter column hour set default date_bin('1 hour', now(), timestamptz '2000-01-01 00:00:00Z'),
  alter column hour set not null;
--> statement-breakpoint
-- For counting alone, from the index: whole hours repeat, so Postgres folds the entries (deduplication), a million rows of
-- an organization take some 7 MB, and a new row or state goes to a page that was written to a moment ago.
create index deliveries_books on deliveries (organization_id, hour, state, reason);
