import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../auth/use-session.ts';
import { useEndpoints } from '../endpoints/use-endpoints.ts';
import { Badge } from '../parts/badge.tsx';
import { CopyCommand } from '../parts/copy-command.tsx';
import { firstEventCommand } from './first-event.ts';

/** What an organization that has no event yet does first. It is told when the first one has come. */
export function FirstSteps() {
  const { session, may } = useSession();
  const { data: endpoints = [] } = useEndpoints(5000);
  return (
    <section className="card" aria-label="First steps">
      <h2>First steps</h2>
      <ol className="steps">
        <StepItem title="Create an endpoint" isDone={endpoints.length > 0}>
          {endpoints.length > 0 ? (
            <p>
              Events go to <Link to="/endpoints">{endpoints[0]?.url}</Link>.
            </p>
          ) : (
            <>
              <p>Say where events are to be posted. The page sends a test event and shows what came of it.</p>
              {may.manage && (
                <Link to="/endpoints/new" className="link-action link-action-main">
                  New endpoint
                </Link>
              )}
            </>
          )}
        </StepItem>
        <StepItem title="Send your first event" isDone={false}>
          {session.scopes.includes('events:write') ? (
            <>
              <p>With your API key in the place of $HOPLINE_API_KEY:</p>
              <CopyCommand text={firstEventCommand(window.location.origin)} what="the command" />
            </>
          ) : (
            <p>Whoever sends events needs an API key with the scope events:write.</p>
          )}
        </StepItem>
        <StepItem title="Watch it arrive" isDone={false}>
          <p role="status">
            <Badge state="waiting" text="waiting for the first event" /> It appears here by itself.
          </p>
        </StepItem>
      </ol>
    </section>
  );
}

interface StepItemProps {
  readonly title: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

function StepItem({ title, isDone, children }: StepItemProps) {
  return (
    <li className={isDone ? 'step-done' : ''}>
      <h3>
        {title}
        {isDone && <span className="for-readers"> (done)</span>}
      </h3>
      {children}
    </li>
  );
}
