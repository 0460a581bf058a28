import { Link } from '@tanstack/react-router';
import { size } from '../format/amount.ts';
import { Moment } from '../parts/moment.tsx';
import type { TailEvent } from './tail-message.ts';

/** The rows of the live tail: few enough to be drawn all. */
export function TailTable({ rows }: { readonly rows: readonly TailEvent[] }) {
  return (
    <div className="table-box">
      <table>
        <caption className="for-readers">Events, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Accepted</th>
            <th scope="col">Type</th>
            <th scope="col">Dedup id</th>
            <th scope="col">Ordering key</th>
            <th scope="col" className="number">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((event) => (
            <tr key={event.id}>
              <td>
                <Moment time={event.accepted_at} />
              </td>
              <td>
                <Link to="/events/$eventId" params={{ eventId: event.id }} title={event.id}>
                  {event.type}
                </Link>
              </td>
              <td>{event.dedup_id ?? '–'}</td>
              <td>{event.ordering_key ?? '–'}</td>
              <td className="number">{size(event.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
