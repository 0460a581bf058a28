import type { Queryable } from '../pool.ts';
import type { NewKey } from './stored-key.ts';

export interface NewOrganization {
  readonly id: string;
  readonly name: string;
  readonly tier: 'free' | 'pro' | 'enterprise';
  readonly key: NewKey;
}

// One statement, so that there is never an organization without a key.
const CREATE = `
  with organization as (
    insert into organizations (id, name, tier) values ($1, $2, $3) returning id
  )
  insert into api_keys (id, organization_id, secret_hash, secret_check, name)
  select $4, organization.id, $5, $6, $7 from organization`;

/** Stores an organization and its first key, which may do everything. */
export async function createOrganization(db: Queryable, organization: NewOrganization): Promise<void> {
  const { id, name, tier, key } = organization;
  await db.query(CREATE, [id, name, tier, key.id, key.secretHash, key.secretCheck, key.name]);
}
