-- What an endpoint's organization has set for its attempts, and how it is doing: for people, and for the next owner. Its
-- owner holds all of it in memory and writes what has changed, many endpoints at once.

alter table endpoints
  -- the delays before the retries, each as a rung of the ladder is named; null: the ladder
  add column retry_schedule text[],
  -- posts a minute
  add column rate_limit integer,
  -- closed or open; one that is open is half-open from not_before on
  add column breaker text not null default 'closed',
  -- how often it has opened since it was closed last
  add column breaker_trips integer not null default 0,
  -- the first failure since the last success
  add column failing_since timestamptz,
  -- nothing is posted before this: Retry-After, or an open breaker
  add column not_before timestamptz,
  add column disabled_at timestamptz,
  -- gone: it answered 410; failing: nothing but failures for too long
  add column disabled_reason text,
  -- one more whenever somebody else than its owner changes how it is doing: what the owner knows is out of date then
  add column health_epoch integer not null default 0;
