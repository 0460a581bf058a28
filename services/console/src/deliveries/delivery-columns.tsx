import { Link } from '@tanstack/react-router';
import type { Delivery } from '../api/shapes.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { Badge } from '../parts/badge.tsx';
import { Moment } from '../parts/moment.tsx';
import type { Column } from '../parts/rows.tsx';

export const DELIVERY_COLUMNS: readonly Column<Delivery>[] = [
  { name: 'Event accepted', cell: ({ accepted_at }) => <Moment time={accepted_at} /> },
  {
    name: 'Type',
    cell: ({ id, type }) => (
      <Link to="/deliveries/$deliveryId" params={{ deliveryId: id }} title={id}>
        {type}
      </Link>
    ),
  },
  { name: 'State', cell: ({ state }) => <Badge state={state} /> },
  { name: 'Endpoint', cell: ({ endpoint_id }) => <EndpointName id={endpoint_id} /> },
  { name: 'Attempts', cell: ({ attempt_count }) => attempt_count },
  { name: 'Last answer', cell: lastAnswer },
];

function lastAnswer({ attempts, reason }: Delivery): string {
  const last = attempts.at(-1);
  const answer = last ? String(last.status_code ?? last.outcome) : '–';
  return reason === null || reason === 'delivered' ? answer : `${answer} · ${reason.replaceAll('_', ' ')}`;
}
