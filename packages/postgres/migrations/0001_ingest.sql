-- What ingest asks of an organization and of a key on every request, and the counts of the rate limit.

alter table organizations
  -- requests a minute; null: what the tier has
  add column rate_limit integer check (rate_limit > 0),
  -- over how many partitions the events without an ordering key are spread, by dedup_id
  add column partition_spread integer not null default 1 check (partition_spread between 1 and 64);
--> statement-breakpoint
alter table api_keys
  add column name text not null default '',
  add column scopes text[] not null default array['events:write', 'read', 'manage'],
  -- the end of a rotation's overlap: good until then
  add column expires_at timestamptz,
  -- to the minute or so: written in batches, behind the requests
  add column last_used_at timestamptz;
--> statement-breakpoint
-- Every instance keeps what it has verified in memory; it hears of a change within a second, whoever made it.
create function notify_key_change() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'organizations' then
    perform pg_notify('hopline_keys', coalesce(new.id, old.id)::text);
  else
    perform pg_notify('hopline_keys', coalesce(new.organization_id, old.organization_id)::text);
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger api_keys_changed
  after delete or update of secret_hash, secret_check, scopes, expires_at, revoked_at on api_keys
  for each row execute function notify_key_change();
--> statement-breakpoint
create trigger organizations_changed
  after delete or update of tier, rate_limit, partition_spread on organizations
  for each row execute function notify_key_change();
--> statement-breakpoint
-- How many requests an instance has admitted for an organization in a minute. Each instance writes rows of its own, with
-- whole counts, so that writing again changes nothing and nobody waits for a row. Unlogged: after a crash of Postgres
-- the counts begin anew, which costs a minute's precision and saves every write to the log.
create unlogged table rate_counts (
  organization_id uuid not null,
  minute timestamptz not null,
  instance_id uuid not null,
  admitted bigint not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, minute, instance_id)
);
--> statement-breakpoint
create index rate_counts_minute on rate_counts (minute);
