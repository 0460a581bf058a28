import type { Queryable } from '../pool.ts';

/** An endpoint that does not take what is posted to it. */
export interface TroubledEndpoint {
  readonly organizationId: string;
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly breaker: 'closed' | 'open';
  /** Since when nothing but failures has come of it; null when the last attempt succeeded. */
  readonly failingSince: Date | null;
  /** Nothing is posted until then; null when that is over. */
  readonly heldUntil: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: 'gone' | 'failing' | null;
}

const FIND = `
  select organization_id as "organizationId", id, url, description, breaker, failing_since as "failingSince",
         case when not_before > now() then not_before end as "heldUntil",
         disabled_at as "disabledAt", disabled_reason as "disabledReason"
    from endpoints
   where organization_id = any ($1::uuid[]) and deleted_at is null
     and (breaker <> 'closed' or failing_since is not null or disabled_at is not null)
   order by created_at, id`;

/** Those endpoints of the organizations that fail, are held by their breaker, or are disabled; the oldest first. */
export async function findTroubledEndpoints(
  db: Queryable,
  organizationIds: readonly string[],
): Promise<readonly TroubledEndpoint[]> {
  const { rows } = await db.query<TroubledEndpoint>({
    name: 'find-troubled-endpoints',
    text: FIND,
    values: [organizationIds],
  });
  return rows;
}
