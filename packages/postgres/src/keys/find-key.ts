import type { Queryable } from '../pool.ts';

export interface StoredKey {
  readonly id: string;
  readonly organizationId: string;
  /** argon2id, as a PHC string. */
  readonly secretHash: string;
  /** The first 32 bits of the secret's SHA-256. */
  readonly secretCheck: number;
  readonly revoked: boolean;
}

const FIND = `
  select id, organization_id as "organizationId", secret_hash as "secretHash", secret_check as "secretCheck",
         revoked_at is not null as revoked
    from api_keys
   where id = $1`;

/** A key by its id, revoked or not. */
export async function findKey(db: Queryable, keyId: string): Promise<StoredKey | undefined> {
  const { rows } = await db.query<StoredKey>({ name: 'find-key', text: FIND, values: [keyId] });
  return rows[0];
}
