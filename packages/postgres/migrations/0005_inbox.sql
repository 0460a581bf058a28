-- What the inbox asks. The first two are written for each event; the third only for a delivery that failed, so that a
-- delivery that succeeds pays nothing for it. Pending and leased deliveries are found by the indexes that they have.

-- The inbox's own order: newest first within an organization.
create index events_inbox on events (organization_id, accepted_at, id);
--> statement-breakpoint
-- Types are compared byte by byte, so that `order.*` is one range whatever the database's collation.
create index events_types on events (organization_id, type collate "C", accepted_at, id);
--> statement-breakpoint
create index deliveries_failed on deliveries (organization_id, state) where state in ('dead', 'cancelled');
--> statement-breakpoint
-- Deleted endpoints too: what waited for them may still be pending for a moment.
create index endpoints_of_organization on endpoints (organization_id);
