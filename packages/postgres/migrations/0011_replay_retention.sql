-- Replays are deleted with the day in which they ended, and are many by then: what is open is found without them.

create index replays_open on replays (organization_id) where state in ('running', 'paused');
--> statement-breakpoint
create index replays_ended on replays (ended_at) where ended_at is not null;
