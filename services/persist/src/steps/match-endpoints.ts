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
  return items.flatMap(({ event, day, record }) => {
    const organizationId = event.organization_id;
    const hour = hourOf(record.timestamp);
    return (subscriptions.get(organizationId) ?? [])
      .filter(({ eventTypes }) => eventTypes.some((filter) => matchesType(filter, event.type)))
      .map(({ endpointId }) => ({
        day,
        id: deliveryId(event.id, endpointId),
        eventId: event.id,
        endpointId,
        organizationId,
        hour,
      }));
  });
}
