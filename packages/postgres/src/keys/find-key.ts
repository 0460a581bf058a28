import type { Queryable } from '../pool.ts';

export interface StoredKey {
  readonly id: string;
  readonly organizationId: string;
  /** argon2id, as a PHC string. */
  readonly secretHash: string;
  /** The first 32 bits of the secret's SHA-256. */
  readonly secretCheck: number;
  readonly revoked: boolean;
  readonly scopes: readonly string[];
  readonly tier: 'free' | 'pro' | 'enterprise';
  /** Requests a minute; null: what the tier has. */
  readonly rateLimit: number | null;
  readonly partitionSpread: number;
}

const FIND = `
  select k.id, k.organization_id as "organizationId", k.secret_hash as "secretHash", k.secret_check as "secretCheck",
         k.revoked_at is not null or coalesce(k.expires_at <= now(), false) as revoked, k.scopes,
         o.tier, o.rate_limit as "rateLimit", o.partition_spread as "partitionSpread"
    from api_keys k join organizations o on o.id = k.organization_id
   where k.id = $1`;

/** A key by its id, revoked or not. */
export async function findKey(db: Queryable, keyId: string): Promise<StoredKey | undefined> {
  const { rows } = await db.query<StoredKey>({ name: 'find-key', text: FIND, values: [keyId] });
  return rows[0];
}
