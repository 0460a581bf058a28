import { getRouteApi, Link } from '@tanstack/react-router';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { Needs } from '../layout/needs.tsx';
import { Badge } from '../parts/badge.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { AttemptTable } from './attempt-table.tsx';
import { DeliveryActions } from './delivery-actions.tsx';
import { useDelivery } from './use-delivery.ts';

const route = getRouteApi('/deliveries/$deliveryId');

/** One delivery with its attempts. */
export function DeliveryView() {
  const { deliveryId } = route.useParams();
  return (
    <Needs permission="read" title="Delivery">
      <OneDelivery id={deliveryId} />
    </Needs>
  );
}

function OneDelivery({ id }: { readonly id: string }) {
  const query = useDelivery(id);
  return (
    <Page title={query.data ? `Delivery of ${query.data.type}` : 'Delivery'}>
      <Loaded query={query} what="the delivery">
        {(delivery) => (
          <>
            <Facts
              of={[
                ['State', <Badge key="state" state={delivery.state} />],
                ['Reason', delivery.reason?.replaceAll('_', ' ')],
                ['Endpoint', <EndpointName key="endpoint" id={delivery.endpoint_id} />],
                [
                  'Event',
                  <Link key="event" to="/events/$eventId" params={{ eventId: delivery.event_id }}>
                    {delivery.event_id}
                  </Link>,
                ],
                ['Id', <CopyText key="id" text={delivery.id} what="the delivery's id" />],
                ['Event accepted', <Moment key="accepted" time={delivery.accepted_at} />],
                ['Next attempt', <Moment key="next" time={delivery.next_attempt_at} />],
                ['Ended', <Moment key="ended" time={delivery.ended_at} />],
                ['First succeeded', <Moment key="succeeded" time={delivery.succeeded_at} />],
                ['Attempts', delivery.attempt_count],
                [
                  'Replay',
                  delivery.replay_id === null ? undefined : (
                    <Link key="replay" to="/replays/$replayId" params={{ replayId: delivery.replay_id }}>
                      {delivery.replay_id}
                    </Link>
                  ),
                ],
              ]}
            />
            <DeliveryActions id={delivery.id} state={delivery.state} />
            <h2>Attempts</h2>
            <AttemptTable attempts={delivery.attempts} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
