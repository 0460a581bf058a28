import type { Queryable } from '../pool.ts';

/** What the ledger says of an organization, over all hours. */
export interface OrganizationBooks {
  readonly organizationId: string;
  readonly appended: bigint;
  readonly stored: bigint;
  readonly duplicates: bigint;
  /** Those of the duplicates whose content is another one. */
  readonly conflicts: bigint;
  readonly poison: bigint;
}

const READ = `
  select organization_id as "organizationId", sum(appended)::bigint as appended, sum(stored)::bigint as stored,
         sum(duplicates)::bigint as duplicates, sum(conflicts)::bigint as conflicts, sum(poison)::bigint as poison
    from ledger
   group by organization_id
   order by organization_id`;

/** All organizations of which anything was ever read. Reads the whole ledger. */
export async function readOrganizationBooks(db: Queryable): Promise<OrganizationBooks[]> {
  const { rows } = await db.query<OrganizationBooks>({ name: 'read-organization-books', text: READ });
  return rows;
}
