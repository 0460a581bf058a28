import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { InboxEvent } from '../api/shapes.ts';
import { counted } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import { EMPTY_TAIL, followTail, MOST_SHOWN, type Tail } from '../lists/live-tail.ts';
import { Action } from '../parts/action.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { EVENT_COLUMNS } from './event-columns.tsx';

const EVERY_MS = 1000;

/** The newest events, as they are stored. */
export function TailView() {
  return (
    <Needs permission="read" title="Live tail">
      <LiveTail />
    </Needs>
  );
}

function LiveTail() {
  const api = useApi();
  const [isPaused, setPaused] = useState(false);
  const [tail, setTail] = useState<Tail<InboxEvent>>(EMPTY_TAIL);
  const query = useQuery({
    queryKey: ['tail'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/inbox', { params: { query: { limit: '100' } }, signal })),
    refetchInterval: isPaused ? false : EVERY_MS,
    gcTime: 0,
    structuralSharing: false,
  });
  const page = query.data?.events;
  // What is there when the page is opened is not new.
  const isBegun = useRef(false);
  useEffect(() => {
    if (!page) return;
    const isFirst = !isBegun.current;
    isBegun.current = true;
    setTail((old) => followTail(old, page, isFirst));
  }, [page]);
  const more = tail.hasGaps ? 'More came than is shown: the list of events has them all. ' : '';
  return (
    <Page
      title="Live tail"
      lead={`The newest ${MOST_SHOWN} events, read every second.`}
      actions={
        <>
          <Action onPress={() => setPaused(!isPaused)}>{isPaused ? 'Go on' : 'Pause'}</Action>
          <Link to="/events" className="link-action">
            All events
          </Link>
        </>
      }
    >
      {query.error !== null && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      <p className="quiet">
        {isPaused ? 'Paused. ' : ''}
        {tail.hasGaps ? 'At least ' : ''}
        {counted(tail.seen, 'new event')} since this page was opened. {more}
      </p>
      {tail.rows.length === 0 && query.isSuccess ? (
        <Empty title="No event yet">As soon as one is stored it appears here.</Empty>
      ) : (
        <TailTable rows={tail.rows} />
      )}
    </Page>
  );
}

function TailTable({ rows }: { readonly rows: readonly InboxEvent[] }) {
  return (
    <div className="table-box">
      <table>
        <caption>The newest first</caption>
        <thead>
          <tr>
            {EVENT_COLUMNS.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {EVENT_COLUMNS.map(({ name, cell }) => (
                <td key={name}>{cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
