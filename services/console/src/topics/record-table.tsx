import { Fragment, useState } from 'react';
import type { TopicRecord } from '../api/shapes.ts';
import { size } from '../format/amount.ts';
import { Action } from '../parts/action.tsx';
import { Moment } from '../parts/moment.tsx';
import { RecordDetails } from './record-details.tsx';
import { placeOf, recordText } from './record-rows.ts';

const COLUMNS = 6;

/** The newest records first; each can be opened. Few enough to be drawn all. */
export function RecordTable({ rows }: { readonly rows: readonly TopicRecord[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  function toggle(place: string): void {
    const next = new Set(open);
    if (!next.delete(place)) next.add(place);
    setOpen(next);
  }
  return (
    <div className="table-box table-tall">
      <table>
        <caption className="for-readers">Records, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Partition:offset</th>
            <th scope="col">Time</th>
            <th scope="col">What</th>
            <th scope="col">Key</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">
              <span className="for-readers">Details</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((record) => {
            const place = placeOf(record);
            const isOpen = open.has(place);
            return (
              <Fragment key={place}>
                <tr>
                  <th scope="row">{place}</th>
                  <td>
                    <Moment time={record.time} />
                  </td>
                  <td>{recordText(record)}</td>
                  <td className="one-line">{record.key ?? '–'}</td>
                  <td className="number">{record.bytes === null ? '–' : size(record.bytes)}</td>
                  <td>
                    <Action
                      onPress={() => toggle(place)}
                      isExpanded={isOpen}
                      label={`${isOpen ? 'Close' : 'Open'} record ${place}`}
                    >
                      {isOpen ? 'Close' : 'Open'}
                    </Action>
                  </td>
                </tr>
                {isOpen && (
                  <tr>
                    <td colSpan={COLUMNS}>
                      <RecordDetails record={record} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
