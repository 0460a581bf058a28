import type { PayloadFilter } from '@hopline/wire/payload-filter';
import type { EndpointOrder } from '../ordering/order-place.ts';
import type { Queryable } from '../pool.ts';

/** What an endpoint wants. */
export interface Wishes {
  readonly endpointId: string;
  /** Exact types, `order.*` or `*`. */
  readonly eventTypes: readonly string[];
  /** Conditions on the payload; null for none. */
  readonly filters: readonly PayloadFilter[] | null;
}

/** What it wants, and in which order. */
export interface Subscription extends Wishes, EndpointOrder {}

interface Row {
  id: string;
  organization_id: string;
  event_types: string[];
  filters: PayloadFilter[] | null;
  ordered: boolean;
  order_unkeyed: boolean;
}

// A paused endpoint still gets its deliveries: they wait. A disabled one gets none until it is enabled again.
const READ = `
  select id, organization_id, event_types, filters, ordered, order_unkeyed from endpoints
   where organization_id = any($1::uuid[]) and deleted_at is null and disabled_at is null
   order by organization_id, created_at, id`;

/** The endpoints of these organizations as this transaction sees them, by organization. */
export async function readSubscriptions(
  db: Queryable,
  organizationIds: readonly string[],
): Promise<Map<string, Subscription[]>> {
  const { rows } = await db.query<Row>({
    name: 'read-subscriptions',
    text: READ,
    values: [organizationIds],
  });
  const byOrganization = new Map<string, Subscription[]>();
  for (const { id, organization_id, event_types, filters, ordered, order_unkeyed } of rows) {
    const order = { ordered, orderUnkeyed: order_unkeyed };
    const subscription = { endpointId: id, eventTypes: event_types, filters, ...order };
    const others = byOrganization.get(organization_id);
    if (others) others.push(subscription);
    else byOrganization.set(organization_id, [subscription]);
  }
  return byOrganization;
}
