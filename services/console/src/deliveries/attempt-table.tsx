import type { Attempt } from '../api/shapes.ts';
import { duration } from '../format/amount.ts';
import { Moment } from '../parts/moment.tsx';
import { TraceId } from '../parts/trace-id.tsx';

/** What came of each attempt. */
export function AttemptTable({ attempts }: { readonly attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <p>Not attempted yet.</p>;
  return (
    <div className="table-box">
      <table>
        <caption className="for-readers">Attempts, the oldest first</caption>
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Began</th>
            <th scope="col">Outcome</th>
            <th scope="col" className="number">
              Took
            </th>
            <th scope="col">Answer</th>
            <th scope="col">Next one due</th>
            <th scope="col">Trace</th>
          </tr>
        </thead>
        <tbody>
          {attempts.map((attempt) => (
            <tr key={attempt.number}>
              <th scope="row">{attempt.number}</th>
              <td>
                <Moment time={attempt.started_at} />
              </td>
              <td>{outcomeOf(attempt)}</td>
              <td className="number">{duration(attempt.duration_ms)}</td>
              <td>
                {attempt.response === null || attempt.response === '' ? '–' : <code>{attempt.response}</code>}
              </td>
              <td>
                <Moment time={attempt.next_attempt_at} />
              </td>
              <td>{attempt.trace_id === null ? '–' : <TraceId id={attempt.trace_id} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function outcomeOf({ outcome, status_code: status, error }: Attempt): string {
  const words = status === null ? outcome : `${status}${outcome === 'status' ? '' : ` ${outcome}`}`;
  return error === null ? words : `${words}: ${error}`;
}
