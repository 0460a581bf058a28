import { count } from '../format/amount.ts';
import { Badge } from '../parts/badge.tsx';
import { Moment } from '../parts/moment.tsx';
import { byState, type Counts, difference } from './counts.ts';

interface ReconciliationTableProps {
  readonly hours: readonly (Counts & { readonly hour: string })[];
  readonly totals: Counts;
}

const STATES = ['pending', 'sending', 'succeeded', 'dead', 'cancelled'] as const;

/** Hour by hour: the columns that add up first, then what became of the deliveries. */
export function ReconciliationTable({ hours, totals }: ReconciliationTableProps) {
  return (
    <div className="table-box">
      <table>
        <caption>
          Appended = stored + duplicates + poison. The last five columns count the deliveries of the events
          that were stored.
        </caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            {['Appended', '= Stored', '+ Duplicates', '+ Poison', 'Difference'].map((name) => (
              <th scope="col" key={name} className="number">
                {name}
              </th>
            ))}
            {STATES.map((state) => (
              <th scope="col" key={state} className="number">
                {/* Beside one another they need no more than their state. */}
                <span className="for-readers">Deliveries </span>
                {state}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.map((counts) => (
            <tr key={counts.hour}>
              <th scope="row">
                <Moment time={counts.hour} />
              </th>
              <Figures counts={counts} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <Figures counts={totals} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Figures({ counts }: { readonly counts: Counts }) {
  const states = byState(counts);
  const off = difference(counts);
  return (
    <>
      <td className="number">{count(counts.appended)}</td>
      <td className="number">{count(counts.stored)}</td>
      <td className="number">
        {count(counts.duplicates)}
        {counts.conflicts > 0 && (
          <span className="quiet"> ({count(counts.conflicts)} with other content)</span>
        )}
      </td>
      <td className="number">{count(counts.poison)}</td>
      <td className="number">{off === 0 ? '0' : <Badge state="dead" text={count(off)} />}</td>
      {STATES.map((state) => (
        <td className="number" key={state}>
          {count(states.get(state) ?? 0)}
        </td>
      ))}
    </>
  );
}
