import type { Queryable } from '../pool.ts';

export interface StoredKey {
  readonly id: string;
  readonly organizationId: string;
  /** A SHA-256; of a key that a release before made perhaps argon2id. Both as a PHC string. */
  readonly secretHash: string;
  /** The first 32 bits of the secret's SHA-256. */
  readonly secretCheck: number;
  readonly revoked: boolean;
  /** How long it is still good, in milliseconds by the database's clock, 0 or less when it has expired; null: for ever. */
  readonly expiresInMs: number | null;
  readonly scopes: readonly string[];
  readonly tier: 'free' | 'pro' | 'enterprise';
  /** Requests a minute; null: what the tier has. */
  readonly rateLimit: number | null;
  readonly partitionSpread: number;
}

// What is left rather than the moment itself: the clock of whoever asks may differ.
const FIND = `
  select k.id, k.organization_id as "organizationId", k.secret_hash as "secretHash", k.secret_check as "secretCheck",
         k.revoked_at is not null as revoked,
         (extract(epoch from k.expires_at - clock_timestamp()) * 1000)::float8 as "expiresInMs",
         k.scopes, o.tier, o.rate_limit as "rateLimit", o.partition_spread as "partitionSpread"
    from api_keys k join organizations o on o.id = k.organization_id
   where k.id = any($1::text[])`;

/** The keys with these ids, revoked or not, in no order. Ids without a key are left out. */
export async function findKeys(db: Queryable, keyIds: readonly string[]): Promise<StoredKey[]> {
  const { rows } = await db.query<StoredKey>({ name: 'find-keys', text: FIND, values: [keyIds] });
  return rows;
}
