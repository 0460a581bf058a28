import type { Queryable } from '../pool.ts';

export interface KeyMaking {
  readonly organizationId: string;
  /** The key on whose behalf another one is made; undefined: the administrator's. */
  readonly makerId: string | undefined;
  /** The most valid keys that the organization may have. */
  readonly limit: number;
}

/** Why no key is made. */
export type MakingRefusal =
  | { readonly kind: 'no-organization' }
  /** The maker was revoked or has expired since it was last looked up. */
  | { readonly kind: 'maker-gone' }
  /** The maker has an end. What it made would outlive it. */
  | { readonly kind: 'maker-ends' }
  | { readonly kind: 'limit' };

const READ = `
  select (select count(*)::int from api_keys k
           where k.organization_id = o.id and k.revoked_at is null and coalesce(k.expires_at > now(), true)) as valid,
         coalesce(m.revoked_at is null and coalesce(m.expires_at > now(), true) and m.id is not null, false) as good,
         m.expires_at is not null as ends
    from organizations o left join api_keys m on m.id = $2 and m.organization_id = o.id
   where o.id = $1`;

/**
 * Why the organization gets no further key now, or undefined. Asked without a lock first, so that requests that change
 * nothing do not queue for the organization, and again with it locked, when the answer counts.
 */
export async function refuseMaking(
  db: Queryable,
  { organizationId, makerId, limit }: KeyMaking,
): Promise<MakingRefusal | undefined> {
  const { rows } = await db.query<{ valid: number; good: boolean; ends: boolean }>(READ, [
    organizationId,
    makerId ?? null,
  ]);
  const [read] = rows;
  if (!read) return { kind: 'no-organization' };
  if (makerId !== undefined && !read.good) return { kind: 'maker-gone' };
  if (read.ends) return { kind: 'maker-ends' };
  return read.valid >= limit ? { kind: 'limit' } : undefined;
}
