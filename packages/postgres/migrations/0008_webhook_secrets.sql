-- Signatures of both kinds, secrets sealed at rest and replaced with an overlap; what else an endpoint may ask for: headers
-- of its own, the trace, conditions on the payload.

-- The keys that may have sealed something. A process whose SECRET_KEYS lacks one of them, or has another key under its id,
-- does not start.
create table secret_keys (
  id text primary key,
  -- tells whether a key of this id is the same one; from an HMAC under the key
  check_value text not null,
  created_at timestamptz not null default now()
);
--> statement-breakpoint
-- endpoints.secret is sealed from now on: sealed:v1:<key id>:<base64url>. What is not was stored before; rekey seals it.
alter table endpoints
  add column signature_version text not null default 'v1' check (signature_version in ('v1', 'v1a')),
  -- whpk_ and base64, for v1a
  add column public_key text,
  -- what was replaced and still signs, the newest first: [{secret, version, publicKey, until}], until in milliseconds since
  -- the epoch; null for none
  add column old_secrets jsonb,
  -- a JSON object of names and values, sealed like a secret: they often hold one. Null for none
  add column headers text,
  add column header_names text[] not null default '{}',
  add column send_traceparent boolean not null default false,
  -- conditions on the payload, [{pointer, op, value}]; null for none
  add column filters jsonb;
