// The statements that fill a day. What they make is the same in every run: it hangs on the number of the row alone.
import type { CheapTenant } from '../support/many-tenants.ts';

export interface DayOfEvents {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly nth: number;
  /** Into how many of its seconds the events are spread. */
  readonly seconds: number;
  readonly events: number;
  readonly others: number;
  readonly owners: {
    readonly organizationId: string;
    readonly endpointIds: readonly string[];
    readonly others: readonly CheapTenant[];
  };
}

/** By how many numbers a day is apart from the next. */
const APART = 10_000_000;
/** On this day a receiver was away. */
const BAD_DAY = 20;

/** Some common types, some rare, one that a hundred thousandth has. */
const TYPE = `
  case when n % 100000 = 777 then 'order.lost'
       when n % 1000 = 7 then 'user.deleted'
       when n % 20 = 3 then 'audit.login'
       when n % 20 < 10 then 'order.' || (array['created', 'paid', 'shipped', 'closed', 'amended'])[1 + n / 20 % 5]
       when n % 20 < 14 then 'payment.' || (array['authorized', 'captured'])[1 + n / 20 % 2]
       when n % 20 < 17 then 'user.' || (array['created', 'updated'])[1 + n / 20 % 2]
       else 'item.sold.' || n / 20 % 5 end`;

/** Each hop's rows of one day, in the order of acceptance. */
export function daySql({ day, nth, seconds, events, others, owners }: DayOfEvents): string[] {
  const first = nth * APART;
  const ids = owners.others.map(({ organizationId }) => `'${organizationId}'`);
  const made = (count: number, owner: string, from: number) => `
    select n, ${owner} as organization_id, timestamptz '${day} 00:00Z' + (n - ${from} + random()) * ${seconds / Math.max(1, count)} * interval '1 second' as accepted_at
      from generate_series(${from}, ${from + count - 1}) n`;
  const all = `
    ${made(events, `'${owners.organizationId}'::uuid`, first)} union all
    ${made(others, `(array[${ids.join()}]::uuid[])[1 + n % ${ids.length}]`, first + APART / 2)}`;
  const body = `convert_to('{"id":"' || id || '","type":"' || type || '","timestamp":"' || to_char(accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    || '","data":{"order":' || n || ',"total":12345678901234567890,"note":"' || repeat(md5(n::text), 4 + n % 8) || '"}}', 'UTF8')`;
  return [
    `select setseed(${nth / 100})`,
    `insert into events (day, id, organization_id, type, dedup_id, ordering_key, accepted_at, stored_at, topic_partition, topic_offset, body)
     select '${day}', id, organization_id, type, dedup_id, ordering_key, accepted_at, accepted_at + interval '20 milliseconds',
            n % 12, n, ${body}
       from (select *, ${TYPE} as type,
                    overlay(overlay(md5('event ' || n) placing '5' from 13) placing '8' from 17)::uuid as id,
                    case when n % 10 < 7 then 'order-' || n end as dedup_id,
                    case when n % 3 = 0 then 'customer-' || n % 1000 end as ordering_key
               from (${all}) made) named
      order by accepted_at`,
    `insert into event_keys (event_id, day, content_hash, organization_id)
     select id, day, decode(md5(id::text) || md5(id::text), 'hex'), organization_id from events where day = '${day}'`,
    deliveriesSql(day, nth, owners),
    `insert into attempts (day, delivery_id, number, started_at, duration_ms, outcome, status_code, error, response)
     select d.day, d.id, number, d.created_at + number * interval '5 seconds', 10 + number,
            case when number = d.attempts and d.state = 'succeeded' then 'succeeded' else 'status' end,
            case when number = d.attempts and d.state = 'succeeded' then 200 else 503 end, null, 'ok'
       from deliveries d cross join lateral generate_series(1, d.attempts) number
      where d.day = '${day}' order by d.created_at`,
  ];
}

// Two events in a hundred have a delivery that is dead, on the bad day forty; some are cancelled, few are open, of today more.
function deliveriesSql(day: string, nth: number, owners: DayOfEvents['owners']): string {
  const [orders = '', second = '', items = '', deleted = ''] = owners.endpointIds;
  const dead = nth === BAD_DAY ? 40 : 2;
  const pending = nth === 29 ? 10 : 0;
  const ofOther = owners.others.map(
    ({ organizationId, endpointId }) => `('${organizationId}'::uuid, '${endpointId}'::uuid, '.*')`,
  );
  return `
    insert into deliveries (day, id, event_id, endpoint_id, organization_id, state, reason, version, attempts, next_attempt_at,
                            lease_until, ended_at, dlq_at, created_at, hour)
    select day, id, event_id, endpoint_id, organization_id, state,
           case state when 'succeeded' then 'delivered' when 'dead' then 'exhausted' when 'cancelled' then 'endpoint_disabled' end,
           3, case state when 'succeeded' then 1 + (n % 20 = 0)::int when 'dead' then 5 when 'pending' then 1 else 0 end,
           now() + interval '1 day', case when state = 'sending' then now() + interval '1 hour' end,
           case when state in ('succeeded', 'dead', 'cancelled') then accepted_at + interval '1 second' end,
           case when state = 'dead' then accepted_at + interval '1 second' end, accepted_at,
           date_bin('1 hour', accepted_at, timestamptz '2000-01-01 00:00:00Z')
      from (select e.day, md5(e.id::text || w.endpoint_id)::uuid as id, e.id as event_id, w.endpoint_id, e.organization_id,
                   e.accepted_at, e.topic_offset as n,
                   (case when e.topic_offset % 100 >= 100 - ${dead} then 'dead'
                         when e.topic_offset % 1000 = 500 then 'cancelled'
                         when e.topic_offset % 100 < ${pending} then 'pending'
                         when e.topic_offset % 5000 = 4 and ${nth === 29} then 'sending'
                         else 'succeeded' end)::delivery_state as state
              from events e
              join (values ('${owners.organizationId}'::uuid, '${orders}'::uuid, '^(order|payment|user)\\.'),
                           ('${owners.organizationId}', '${second}', '^order\\.'), ('${owners.organizationId}', '${items}', '^item\\.'),
                           ('${owners.organizationId}', '${deleted}', '^user\\.deleted'), ${ofOther.join()})
                   w (organization_id, endpoint_id, types) on w.organization_id = e.organization_id and e.type ~ w.types
             where e.day = '${day}') made
     order by accepted_at`;
}

/** Books that add up. */
export const LEDGER = `
  insert into ledger (topic_id, partition, organization_id, hour, appended, stored, duplicates, poison)
  select '00000000-0000-4000-8000-000000000001', topic_partition, organization_id,
         date_bin('1 hour', accepted_at, timestamptz '2000-01-01 00:00:00Z'), count(*), count(*), 0, 0
    from events group by 2, 3, 4`;

/** Five hundred that have ended. */
export const REPLAYS = `
  with made as (
    insert into replays (id, organization_id, selection, from_at, to_at, rate, state, created_at, ended_at)
    select gen_random_uuid(), $1, 'failed', now() - n * interval '2 hours', now() - n * interval '1 hour', 100, 'finished',
           now() - n * interval '1 hour', now() - n * interval '1 hour'
      from generate_series(1, 500) n returning id)
  insert into replay_parts (replay_id, endpoint_id, replayed, ended_at, outcome)
  select id, $2::uuid, 10, now(), 'finished' from made`;
