import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { Moment } from '../parts/moment.tsx';
import type { Step } from './way.ts';

/** The way of an event, as a timeline. */
export function WayList({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className="way">
      {steps.map(({ at, kind, what, endpointId, detail }) => (
        <li key={`${at} ${what} ${endpointId ?? ''}`} className={`way-${kind}`}>
          <p>
            <strong>{what}</strong>
            {detail !== undefined && <span> · {detail}</span>}
            {endpointId !== undefined && (
              <>
                {' '}
                · <EndpointName id={endpointId} />
              </>
            )}
          </p>
          <p className="quiet">
            <Moment time={at} />
          </p>
        </li>
      ))}
    </ol>
  );
}
