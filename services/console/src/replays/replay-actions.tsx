import { useApi } from '../api/api-context.tsx';
import type { Replay } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { Action } from '../parts/action.tsx';
import { useChange } from '../parts/change.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';

const TOUCHES = ['replay', 'replays'];

/** Pauses a replay, lets it go on, or ends it. */
export function ReplayActions({ replay: { id, state } }: { readonly replay: Pick<Replay, 'id' | 'state'> }) {
  const api = useApi();
  const { may } = useSession();
  const params = { path: { id } };
  const pause = useChange({
    change: () => api.POST('/api/replays/{id}/pause', { params }),
    done: 'The replay is paused',
    touches: TOUCHES,
  });
  const resume = useChange({
    change: () => api.POST('/api/replays/{id}/resume', { params }),
    done: 'The replay goes on',
    touches: TOUCHES,
  });
  const cancel = useChange({
    change: () => api.POST('/api/replays/{id}/cancel', { params }),
    done: 'The replay is cancelled',
    touches: TOUCHES,
  });
  const error = pause.error ?? resume.error ?? cancel.error;
  if (!may.manage || (state !== 'running' && state !== 'paused')) return null;
  return (
    <>
      {error !== null && <ProblemNotice error={error} />}
      {state === 'running' ? (
        <Action isPending={pause.isPending} onPress={() => pause.mutate(undefined)}>
          Pause
        </Action>
      ) : (
        <Action tone="main" isPending={resume.isPending} onPress={() => resume.mutate(undefined)}>
          Resume
        </Action>
      )}
      <Action tone="danger" isPending={cancel.isPending} onPress={() => cancel.mutate(undefined)}>
        Cancel
      </Action>
    </>
  );
}
