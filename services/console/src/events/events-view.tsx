import { getRouteApi, Link } from '@tanstack/react-router';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { InboxEvent } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { Needs } from '../layout/needs.tsx';
import type { ReadPage } from '../lists/paged-rows.ts';
import { Action } from '../parts/action.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';
import { usePagedRows } from '../parts/use-paged-rows.ts';
import type { EventFilters } from '../url/filters.ts';
import { usePlace } from '../url/use-place.ts';
import { EVENT_COLUMNS } from './event-columns.tsx';
import { EventFilterBar } from './event-filter-bar.tsx';

const route = getRouteApi('/events');

/** The inbox. */
export function EventsView() {
  return (
    <Needs permission="read" title="Events">
      <Inbox />
    </Needs>
  );
}

function Inbox() {
  const api = useApi();
  const { session } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { cursor: from, organization: _, ...filters } = search;
  const read: ReadPage<InboxEvent> = async (cursor, signal) => {
    const query = { ...asQuery(filters), limit: '100', ...(cursor === undefined ? {} : { cursor }) };
    const page = await answerOf(api.GET('/api/inbox', { params: { query }, signal }));
    return { rows: page.events, next: page.next_cursor };
  };
  const { list, renew } = usePagedRows(JSON.stringify(filters), read, from);
  const onPlace = usePlace();
  const change = (changed: EventFilters) => void navigate({ search: changed });
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Page
      title="Events"
      lead="Everything that was accepted, the newest first."
      actions={
        <>
          <Action onPress={renew}>Refresh</Action>
          <Link to="/events/tail" className="link-action">
            Live tail
          </Link>
        </>
      }
    >
      <EventFilterBar filters={search} onChange={change} />
      <Rows
        label="events"
        one="event"
        list={list}
        columns={EVENT_COLUMNS}
        layout="events"
        onPlace={onPlace}
        empty={
          isFiltered ? (
            <Empty title="No event fits these filters">
              Take one away, or look at a longer time. What is older than events are kept is gone.
            </Empty>
          ) : (
            <Empty title="No event yet">
              {session.scopes.includes('events:write') ? (
                <>
                  Send one to <code>POST /api/events</code>: <a href="/docs">the API's page</a> shows how.
                </>
              ) : (
                'As soon as one is sent it is here.'
              )}
            </Empty>
          )
        }
      />
    </Page>
  );
}

/** Only what the API knows; and nothing that is empty. */
function asQuery({ type, from, to, status, delivered }: EventFilters) {
  return {
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(status === undefined ? {} : { status }),
    ...(delivered === undefined ? {} : { delivered: 'never' as const }),
  };
}
