import type { Queryable } from '../pool.ts';

export interface NewOrganization {
  readonly id: string;
  readonly name: string;
  readonly tier: 'free' | 'pro' | 'enterprise';
  readonly key: NewKey;
}

export interface NewKey {
  readonly id: string;
  /** argon2id, as a PHC string. */
  readonly secretHash: string;
  /** The first 32 bits of the secret's SHA-256. */
  readonly secretCheck: number;
}

// One statement, so that there is never an organization without a key.
const CREATE = `
  with organization as (
    insert into organizations (id, name, tier) values ($1, $2, $3) returning id
  )
  insert into api_keys (id, organization_id, secret_hash, secret_check)
  select $4, organization.id, $5, $6 from organization`;

/** Stores an organization and its first key. */
export async function createOrganization(db: Queryable, organization: NewOrganization): Promise<void> {
  const { id, name, tier, key } = organization;
  await db.query(CREATE, [id, name, tier, key.id, key.secretHash, key.secretCheck]);
}
