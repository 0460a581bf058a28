import type { Replay } from '../api/shapes.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { count } from '../format/amount.ts';
import { Moment } from '../parts/moment.tsx';

const WAITS: Readonly<Record<string, string>> = {
  paused: 'the endpoint is paused',
  disabled: 'the endpoint is disabled',
  held: 'the endpoint has asked to wait, or its breaker is open',
  behind: 'fresh deliveries go first',
  under_way: 'what was chosen last is under way',
};

/** How far it is with each endpoint. */
export function ReplayParts({ parts }: { readonly parts: Replay['endpoints'] }) {
  return (
    <div className="table-box">
      <table>
        <caption className="for-readers">How far it is with each endpoint</caption>
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <th scope="col" className="number">
              Attempted again
            </th>
            <th scope="col" className="number">
              Made
            </th>
            <th scope="col">Waits, because</th>
            <th scope="col">Ended</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.endpoint_id}>
              <th scope="row">
                <EndpointName id={part.endpoint_id} />
              </th>
              <td className="number">{count(part.replayed)}</td>
              <td className="number">{count(part.made)}</td>
              <td>{part.waits_for === null ? '–' : (WAITS[part.waits_for] ?? part.waits_for)}</td>
              <td>
                <Moment time={part.ended_at} /> {part.outcome?.replaceAll('_', ' ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
