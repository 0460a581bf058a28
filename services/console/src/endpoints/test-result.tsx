import { Link } from '@tanstack/react-router';
import { AttemptTable } from '../deliveries/attempt-table.tsx';
import { useDelivery } from '../deliveries/use-delivery.ts';
import { useEvent } from '../events/use-event.ts';
import { Badge } from '../parts/badge.tsx';
import { Loaded } from '../parts/loaded.tsx';

/** What becomes of a test event, while it does. */
export function TestResult({ eventId }: { readonly eventId: string }) {
  const query = useEvent(eventId);
  return (
    <section className="card" aria-label="The test event" aria-live="polite">
      <h2>The test event</h2>
      <Loaded query={query} what="the test event, which is on its way">
        {({ event }) => {
          const delivery = event.deliveries[0];
          return (
            <>
              <p>
                {delivery ? <Badge state={delivery.state} /> : 'It is stored.'}{' '}
                <Link to="/events/$eventId" params={{ eventId }}>
                  The event
                </Link>
              </p>
              {delivery && (
                <TestAttempts key={`${delivery.state} ${delivery.attempts.length}`} id={delivery.id} />
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function TestAttempts({ id }: { readonly id: string }) {
  const query = useDelivery(id);
  return (
    <Loaded query={query} what="its attempts">
      {({ attempts }) => <AttemptTable attempts={attempts} />}
    </Loaded>
  );
}
