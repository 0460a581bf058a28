import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import type { Endpoint, EndpointChange } from '../api/shapes.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';

const TOUCHES = ['endpoint', 'endpoints'];

/** Pauses an endpoint, lets it go on, enables it again, deletes it. */
export function EndpointActions({ endpoint: { id, state, url } }: { readonly endpoint: Endpoint }) {
  const api = useApi();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const params = { path: { id } };
  const change = useChange({
    change: (body: EndpointChange) => api.PATCH('/api/endpoints/{id}', { params, body }),
    done: 'The endpoint is changed',
    touches: TOUCHES,
  });
  const remove = useChange({
    change: () => api.DELETE('/api/endpoints/{id}', { params }),
    done: 'The endpoint is deleted',
    touches: ['endpoints'],
    onDone: () => void navigate({ to: '/endpoints' }),
  });
  function ask(): void {
    remove.reset();
    setAsking(true);
  }
  return (
    <>
      {change.error !== null && <ProblemNotice error={change.error} />}
      {state === 'active' && (
        <Action isPending={change.isPending} onPress={() => change.mutate({ paused: true })}>
          Pause
        </Action>
      )}
      {state === 'paused' && (
        <Action tone="main" isPending={change.isPending} onPress={() => change.mutate({ paused: false })}>
          Resume
        </Action>
      )}
      {state === 'disabled' && (
        <Action tone="main" isPending={change.isPending} onPress={() => change.mutate({ disabled: false })}>
          Enable again
        </Action>
      )}
      <Action tone="danger" onPress={ask}>
        Delete
      </Action>
      <Ask
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Delete this endpoint?"
        tone="danger"
        doIt="Delete it"
        onDo={() => remove.mutate(undefined)}
        isPending={remove.isPending}
        error={remove.error}
      >
        <p>{url} gets nothing more, and what waits for it is cancelled. This cannot be taken back.</p>
      </Ask>
    </>
  );
}
