import { count } from '../format/amount.ts';
import { Badge } from '../parts/badge.tsx';
import { Moment } from '../parts/moment.tsx';
import { type Books, byState, difference } from './books.ts';

interface BooksTableProps {
  readonly hours: readonly (Books & { readonly hour: string })[];
  readonly totals: Books;
}

const STATES = ['pending', 'sending', 'succeeded', 'dead', 'cancelled'] as const;

/** The books: the columns that add up first, then what became of the deliveries. */
export function BooksTable({ hours, totals }: BooksTableProps) {
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
          {hours.map((books) => (
            <tr key={books.hour}>
              <th scope="row">
                <Moment time={books.hour} />
              </th>
              <Figures books={books} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <Figures books={totals} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Figures({ books }: { readonly books: Books }) {
  const states = byState(books);
  const off = difference(books);
  return (
    <>
      <td className="number">{count(books.appended)}</td>
      <td className="number">{count(books.stored)}</td>
      <td className="number">
        {count(books.duplicates)}
        {books.conflicts > 0 && <span className="quiet"> ({count(books.conflicts)} with other content)</span>}
      </td>
      <td className="number">{count(books.poison)}</td>
      <td className="number">{off === 0 ? '0' : <Badge state="dead" text={count(off)} />}</td>
      {STATES.map((state) => (
        <td className="number" key={state}>
          {count(states.get(state) ?? 0)}
        </td>
      ))}
    </>
  );
}
