import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { EventDelivery } from '../api/shapes.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { Badge } from '../parts/badge.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Distance } from '../parts/moment.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { DeliveryActions } from './delivery-actions.tsx';
import { useDelivery } from './use-delivery.ts';

interface DeliveryCardProps {
  readonly delivery: EventDelivery;
  /** Whether its attempts are shown from the beginning. */
  readonly isOpen: boolean;
}

/** A delivery of an event; its attempts are read when they are looked at. */
export function DeliveryCard({ delivery, isOpen }: DeliveryCardProps) {
  const { id, endpoint_id: endpointId, state, reason, next_attempt_at: next } = delivery;
  const [isShown, setShown] = useState(isOpen);
  const query = useDelivery(id, isShown);
  const heading = useId();
  return (
    <section className="card" aria-labelledby={heading}>
      <h3 id={heading}>
        <EndpointName id={endpointId} /> <Badge state={state} />
      </h3>
      <p className="quiet">
        {reason !== null && reason !== 'delivered' && <>Because: {reason.replaceAll('_', ' ')}. </>}
        {next !== null && (
          <>
            Next attempt <Distance time={next} />.{' '}
          </>
        )}
        <Link to="/deliveries/$deliveryId" params={{ deliveryId: id }}>
          This delivery by itself
        </Link>
      </p>
      <DeliveryActions id={id} state={state} />
      <details open={isShown} onToggle={(event) => setShown(event.currentTarget.open)}>
        <summary>Attempts</summary>
        {isShown && (
          <Loaded query={query} what="its attempts">
            {({ attempts }) => <AttemptTable attempts={attempts} />}
          </Loaded>
        )}
      </details>
    </section>
  );
}
