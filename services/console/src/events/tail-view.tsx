import { getRouteApi, Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { counted } from '../format/amount.ts';
import { Needs } from '../layout/needs.tsx';
import { MOST_SHOWN, type Tail } from '../lists/live-tail.ts';
import type { StreamState } from '../live/read-stream.ts';
import { Action } from '../parts/action.tsx';
import { Badge } from '../parts/badge.tsx';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { problemOfTypes, typesIn } from '../url/typed-filters.ts';
import type { TailEvent } from './tail-message.ts';
import { TailTable } from './tail-table.tsx';
import { useTail } from './use-tail.ts';

const route = getRouteApi('/events/tail');

/** The newest events, as they are stored. */
export function TailView() {
  return (
    <Needs permission="read" title="Live tail">
      <FollowTail />
    </Needs>
  );
}

function FollowTail() {
  const { type } = route.useSearch();
  const navigate = route.useNavigate();
  const [isPaused, setPaused] = useState(false);
  const { tail, state } = useTail(type, isPaused);
  return (
    <Page
      title="Live tail"
      lead={`Events within about a second of their being stored; the newest ${MOST_SHOWN} stay here.`}
      actions={
        <>
          <Action tone={isPaused ? 'main' : 'plain'} onPress={() => setPaused(!isPaused)}>
            {isPaused ? 'Resume' : 'Pause'}
          </Action>
          <Link to="/events" className="link-action">
            All events
          </Link>
        </>
      }
    >
      <TypeFilter
        key={type ?? ''}
        type={type}
        onChange={(types) => void navigate({ search: { type: types } })}
      />
      {state.kind === 'broken' && !isPaused && <ProblemNotice error={state.error} />}
      <p className="quiet" role="status">
        <TailState isPaused={isPaused} state={state} /> {seenOf(tail)}
      </p>
      {tail.rows.length === 0 ? (
        <Empty title={isPaused ? 'Paused' : 'Waiting for an event'}>
          As soon as one is stored it appears here.
        </Empty>
      ) : (
        <TailTable rows={tail.rows} />
      )}
    </Page>
  );
}

function TypeFilter({
  type,
  onChange,
}: {
  readonly type: string | undefined;
  readonly onChange: (type: string | undefined) => void;
}) {
  const [text, setText] = useState(type ?? '');
  useEffect(() => setText(type ?? ''), [type]);
  const problem = problemOfTypes(text);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (problem === undefined) onChange(typesIn(text));
  }
  return (
    <form className="filters" onSubmit={submit} aria-label="Filters">
      <TextInput
        label="Types"
        value={text}
        onChange={setText}
        placeholder="order.*, user.created"
        problem={problem}
      />
      <div className="actions field">
        <Action type="submit">Apply</Action>
      </div>
    </form>
  );
}

function TailState({ isPaused, state }: { readonly isPaused: boolean; readonly state: StreamState }) {
  if (isPaused) return <Badge state="paused" />;
  return state.kind === 'open' ? (
    <Badge state="active" text="live" />
  ) : (
    <Badge state="waiting" text="connecting" />
  );
}

/** What came, of which no more than the newest rows are shown. */
function seenOf({ rows, seen, isAtLeast }: Tail<TailEvent>): string {
  const more = seen > rows.length ? '; the list of all events has those that are not shown' : '';
  return `${isAtLeast ? 'At least ' : ''}${counted(seen, 'event')} since this page was opened${more}.`;
}
