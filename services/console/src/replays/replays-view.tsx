import { getRouteApi, Link } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Replay } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { count } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import type { ReadPage } from '../lists/paged-rows.ts';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { type Column, Rows } from '../parts/rows.tsx';
import { usePagedRows } from '../parts/use-paged-rows.ts';
import { usePlace } from '../url/use-place.ts';
import { StartReplay } from './start-replay.tsx';

const route = getRouteApi('/replays');

const COLUMNS: readonly Column<Replay>[] = [
  {
    name: 'Asked for',
    cell: ({ id, created_at }) => (
      <Link to="/replays/$replayId" params={{ replayId: id }}>
        <Moment time={created_at} />
      </Link>
    ),
  },
  { name: 'What', cell: ({ select }) => select },
  { name: 'State', cell: ({ state }) => <Badge state={state} /> },
  {
    name: 'Endpoint',
    cell: ({ endpoint_id }) => (endpoint_id === null ? 'all' : <EndpointName id={endpoint_id} />),
  },
  { name: 'Chosen', cell: ({ replayed, made }) => count(replayed + made) },
  { name: 'Ended', cell: ({ ended_at }) => <Moment time={ended_at} /> },
];

/** What was asked to be attempted again. */
export function ReplaysView() {
  return (
    <Needs permission="read" title="Replays">
      <Replays />
    </Needs>
  );
}

function Replays() {
  const api = useApi();
  const { cursor: from } = route.useSearch();
  const onPlace = usePlace();
  const { may } = useSession();
  const read: ReadPage<Replay> = async (cursor, signal) => {
    const query = { limit: '50', ...(cursor === undefined ? {} : { cursor }) };
    const page = await answerOf(api.GET('/api/replays', { params: { query }, signal }));
    return { rows: page.replays, next: page.next_cursor };
  };
  const { list, renew } = usePagedRows('replays', read, from);
  return (
    <Page
      title="Replays"
      lead="Stretches of time, or all that failed, attempted again."
      actions={
        may.manage && (
          <StartReplay button="New replay" begin={{ select: 'failed', from: undefined, to: undefined }} />
        )
      }
    >
      <Rows
        label="replays"
        one="replay"
        list={list}
        columns={COLUMNS}
        onPlace={onPlace}
        onRenew={renew}
        layout="replays"
        empty={
          <Empty title="No replay yet">After an endpoint was mended, a replay sends it what it missed.</Empty>
        }
      />
    </Page>
  );
}
