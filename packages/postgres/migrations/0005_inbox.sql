-- What the inbox asks. The first is the only one that is written for each event; the second only for a delivery that failed,
-- so that one that succeeds pays nothing for it. Pending and leased deliveries are found by the indexes that they have.

-- The inbox's own order, newest first within an organization. With type, a search for a rare one reads nothing else; and
-- with day, which every statement names, as otherwise it would be looked up in the table. An index by type would make such
-- a search a look-up, but it was measured to make storing events dearer by as much again.
create index events_inbox on events (organization_id, accepted_at, id) include (day, type);
--> statement-breakpoint
create index deliveries_failed on deliveries (organization_id, state, event_id) where state in ('dead', 'cancelled');
--> statement-breakpoint
-- Deleted endpoints too: what waited for them may still be pending for a moment.
create index endpoints_of_organization on endpoints (organization_id);
