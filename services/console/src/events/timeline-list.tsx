import { AttemptAnswer } from '../deliveries/attempt-answer.tsx';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { Moment } from '../parts/moment.tsx';
import type { Step } from './timeline.ts';

interface TimelineProps {
  readonly steps: readonly Step[];
  /** Whether answers are shown from the beginning: each delivery is a request. */
  readonly hasAnswers: boolean;
}

/** What happened to an event, and what is still to come. */
export function Timeline({ steps, hasAnswers }: TimelineProps) {
  return (
    <ol className="timeline">
      {steps.map(({ at, kind, what, endpointId, detail, attempt }) => (
        <li key={`${at} ${what} ${endpointId ?? ''}`} className={`timeline-${kind}`}>
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
          {attempt !== undefined && <AttemptAnswer {...attempt} isOpen={hasAnswers} />}
          <p className="quiet">
            <Moment time={at} />
          </p>
        </li>
      ))}
    </ol>
  );
}
