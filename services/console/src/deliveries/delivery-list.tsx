import type { ReactNode } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Delivery } from '../api/shapes.ts';
import type { ReadPage } from '../lists/paged-rows.ts';
import { Rows } from '../parts/rows.tsx';
import { usePagedRows } from '../parts/use-paged-rows.ts';
import type { DeliveryFilters } from '../url/filters.ts';
import { usePlace } from '../url/use-place.ts';
import { DELIVERY_COLUMNS } from './delivery-columns.tsx';

interface DeliveryListProps {
  /** With the cursor of the page that it begins at. */
  readonly filters: DeliveryFilters;
  readonly empty: ReactNode;
}

/** The log of deliveries, the newest events first. */
export function DeliveryList({ filters: { cursor: from, ...filters }, empty }: DeliveryListProps) {
  const api = useApi();
  const onPlace = usePlace();
  const read: ReadPage<Delivery> = async (cursor, signal) => {
    const query = { ...asQuery(filters), limit: '100', ...(cursor === undefined ? {} : { cursor }) };
    const page = await answerOf(api.GET('/api/deliveries', { params: { query }, signal }));
    return { rows: page.deliveries, next: page.next_cursor };
  };
  const { list, renew } = usePagedRows(JSON.stringify(filters), read, from);
  return (
    <Rows
      label="deliveries"
      one="delivery"
      list={list}
      columns={DELIVERY_COLUMNS}
      layout="deliveries"
      onPlace={onPlace}
      empty={empty}
      onRenew={renew}
    />
  );
}

/** Only what the API knows; and nothing that is empty. */
function asQuery({ type, state, endpoint_id, event_id, from, to }: DeliveryFilters) {
  return {
    ...(type === undefined ? {} : { type }),
    ...(state === undefined ? {} : { state }),
    ...(endpoint_id === undefined ? {} : { endpoint_id }),
    ...(event_id === undefined ? {} : { event_id }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
