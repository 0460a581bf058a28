// Whose events they are: organizations whose endpoints match in every way that there is, and one that has none.
import type { Pool } from '@hopline/postgres/pool';
import { insertEndpoint, insertOrganization } from '../support/tenants.ts';

export interface Endpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly eventTypes: readonly string[];
}

export interface Tenants {
  readonly organizations: readonly string[];
  readonly endpoints: readonly Endpoint[];
}

export const EVENT_TYPES = ['order.created', 'order.paid', 'invoice.sent', 'order'] as const;

const SUBSCRIPTIONS: readonly (readonly string[])[][] = [
  [['*'], ['order.*']],
  [['order.created']],
  [],
  [['*']],
  [['invoice.*', 'order.paid'], ['*']],
  [['*'], ['*'], ['refund.*']],
];

export async function insertTenants(pool: Pool): Promise<Tenants> {
  const organizations: string[] = [];
  const endpoints: Endpoint[] = [];
  for (const wanted of SUBSCRIPTIONS) {
    const organizationId = await insertOrganization(pool);
    organizations.push(organizationId);
    for (const eventTypes of wanted) {
      const { id } = await insertEndpoint(pool, organizationId, { eventTypes: [...eventTypes] });
      endpoints.push({ id, organizationId, eventTypes });
    }
  }
  return { organizations, endpoints };
}

/** Said a second time here, so that the judge does not take the product's word for it. */
export function matches({ eventTypes }: Endpoint, type: string): boolean {
  return eventTypes.some((wanted) => {
    if (wanted === '*' || wanted === type) return true;
    return wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1));
  });
}
