-- How many events a second an instance is asked to take for an organization: what is left of a limit is shared by it.
alter table rate_counts
  add column demand double precision not null default 0;
--> statement-breakpoint
-- Rows are written twice a second: with room on their page, no index is touched.
alter table rate_counts set (fillfactor = 50);
