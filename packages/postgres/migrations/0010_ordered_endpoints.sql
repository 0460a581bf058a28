-- Endpoints whose deliveries go out in the order of their events, key by key.

-- It is said once, when the endpoint is made: among rows of both kinds there would be no order.
alter table endpoints
  add column ordered boolean not null default false,
  -- whether events without an ordering key are in order among themselves
  add column order_unkeyed boolean not null default true,
  -- a delivery is dead after so many failed attempts, and its key goes on; null: a dead one holds its key
  add column skip_after integer check (skip_after > 0);
--> statement-breakpoint
-- All null of an endpoint without order, which makes the row no wider and gives it no entry in the indexes below.
alter table deliveries
  -- within an endpoint; made by packages/postgres/src/ordering/order-place.ts
  add column order_key text collate "C",
  -- where its event stands in the events topic: its place within the key
  add column topic_partition integer,
  add column topic_offset bigint;
--> statement-breakpoint
-- Whose turn it is: the first entry of a key. From key to key it is found what may go out, however many rows a key has.
create index deliveries_in_order on deliveries (endpoint_id, order_key, topic_partition, topic_offset, id)
  where order_key is not null and state in ('pending', 'sending');
--> statement-breakpoint
-- What holds a key. Apart, as an endpoint that skips its dead may have many, which nobody must step over.
create index deliveries_dead_in_order on deliveries (endpoint_id, order_key, topic_partition, topic_offset, id)
  where order_key is not null and state = 'dead';
