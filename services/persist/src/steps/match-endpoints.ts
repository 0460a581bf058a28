// Which endpoints an event goes to. Pure.
import type { DeliveryRow } from '@hopline/postgres/persist/insert-deliveries';
import type { Subscription } from '@hopline/postgres/persist/read-subscriptions';
import { deliveryId } from '@hopline/wire/ids';
import type { EventItem } from '../item.ts';
import { hourOf } from './count-batch.ts';

/** Whether a type fits a filter: the type itself, `order.*` for all that begin with `order.`, or `*`. */
export function matchesType(filter: string, type: string): boolean {
  if (filter === '*' || filter === type) return true;
  return filter.endsWith('.*') && type.startsWith(filter.slice(0, -1));
}

/** One delivery for each of these events and each endpoint of its organization that wants it. */
export function deliveriesOf(
  items: readonly EventItem[],
  subscriptions: ReadonlyMap<string, readonly Subscription[]>,
): DeliveryRow[] {
  const rows: DeliveryRow[] = [];
  for (const { event, day, record } of items) {
    const { id: eventId, organization_id: organizationId, type } = event;
    const hour = hourOf(record.timestamp);
    for (const { endpointId, eventTypes } of subscriptions.get(organizationId) ?? []) {
      if (!eventTypes.some((filter) => matchesType(filter, type))) continue;
      rows.push({ day, id: deliveryId(eventId, endpointId), eventId, endpointId, organizationId, hour });
    }
  }
  return rows;
}
