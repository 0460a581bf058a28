import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Label } from 'react-aria-components/Label';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { ReplayWithDeliveries } from '../api/shapes.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { count, share } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import { Badge } from '../parts/badge.tsx';
import { Facts } from '../parts/facts.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { ReplayActions } from './replay-actions.tsx';
import { ReplayParts } from './replay-parts.tsx';

const route = getRouteApi('/replays/$replayId');
const STATES = ['pending', 'sending', 'succeeded', 'dead', 'cancelled'] as const;

/** One replay and how far it is. */
export function ReplayView() {
  const { replayId } = route.useParams();
  return (
    <Needs permission="read" title="Replay">
      <OneReplay id={replayId} />
    </Needs>
  );
}

function OneReplay({ id }: { readonly id: string }) {
  const api = useApi();
  const query = useQuery({
    queryKey: ['replay', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/replays/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 1000),
  });
  return (
    <Page title="Replay" actions={query.data && <ReplayActions replay={query.data} />}>
      <Loaded query={query} what="the replay">
        {(replay) => (
          <>
            <Progress replay={replay} />
            <Facts
              of={[
                ['State', <Badge key="state" state={replay.state} />],
                ['What', replay.select],
                ['Of events of', replay.event_types?.join(', ')],
                ['That are', replay.states?.join(' or ')],
                [
                  'Endpoint',
                  replay.endpoint_id === null ? (
                    'all'
                  ) : (
                    <EndpointName key="endpoint" id={replay.endpoint_id} />
                  ),
                ],
                ['Events from', <Moment key="from" time={replay.from} />],
                ['to', <Moment key="to" time={replay.to} />],
                ['Deliveries a second at most', replay.rate],
                ['Asked for', <Moment key="created" time={replay.created_at} />],
                ['Ended', <Moment key="ended" time={replay.ended_at} />],
                ['Looked at', count(replay.looked_at)],
                ['Attempted again', count(replay.replayed)],
                ['Made, as it never had them', count(replay.made)],
              ]}
            />
            <h2>What became of them</h2>
            <Facts of={STATES.map((state) => [state, count(replay.deliveries[state])] as const)} />
            <h2>By endpoint</h2>
            <ReplayParts parts={replay.endpoints} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Progress({ replay }: { readonly replay: ReplayWithDeliveries }) {
  return (
    <ProgressBar className="progress-box" value={replay.progress * 100} valueLabel={share(replay.progress)}>
      {({ percentage = 0, valueText }) => (
        <>
          <Label>Gone through: {valueText}</Label>
          <progress className="progress" value={percentage} max={100} aria-hidden="true" />
        </>
      )}
    </ProgressBar>
  );
}

function isOver({ state, deliveries }: ReplayWithDeliveries): boolean {
  return state !== 'running' && state !== 'paused' && deliveries.pending + deliveries.sending === 0;
}
