import { Link } from '@tanstack/react-router';
import type { InboxEvent } from '../api/shapes.ts';
import { Moment } from '../parts/moment.tsx';
import type { Column } from '../parts/rows.tsx';
import { DeliveryCounts } from './delivery-counts.tsx';

export const EVENT_COLUMNS: readonly Column<InboxEvent>[] = [
  { name: 'Accepted', cell: ({ accepted_at }) => <Moment time={accepted_at} /> },
  {
    name: 'Type',
    cell: ({ id, type }) => (
      <Link to="/events/$eventId" params={{ eventId: id }} title={id}>
        {type}
      </Link>
    ),
  },
  { name: 'Dedup id', cell: ({ dedup_id }) => dedup_id ?? <span className="quiet">–</span> },
  { name: 'Deliveries', cell: ({ deliveries }) => <DeliveryCounts counts={deliveries} /> },
];
