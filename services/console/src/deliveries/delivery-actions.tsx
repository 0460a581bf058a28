import { useApi } from '../api/api-context.tsx';
import type { DeliveryState } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { Action } from '../parts/action.tsx';
import { useChange } from '../parts/change.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';

interface DeliveryActionsProps {
  readonly id: string;
  readonly state: DeliveryState;
}

const TOUCHES = ['event', 'delivery'];

/** One more try, or none. */
export function DeliveryActions({ id, state }: DeliveryActionsProps) {
  const api = useApi();
  const { may } = useSession();
  const params = { path: { id } };
  const retry = useChange({
    change: () => api.POST('/api/deliveries/{id}/retry', { params }),
    done: 'It is on its way again',
    touches: TOUCHES,
  });
  const cancel = useChange({
    change: () => api.POST('/api/deliveries/{id}/cancel', { params }),
    done: 'It is cancelled',
    touches: TOUCHES,
  });
  if (!may.manage) return null;
  const isWaiting = state === 'pending' || state === 'dead';
  return (
    <>
      {retry.error !== null && <ProblemNotice error={retry.error} />}
      {cancel.error !== null && <ProblemNotice error={cancel.error} />}
      <p className="actions">
        <Action
          isDisabled={state === 'sending'}
          isPending={retry.isPending}
          onPress={() => retry.mutate(undefined)}
        >
          {state === 'pending' ? 'Send now' : 'Send again'}
        </Action>
        {isWaiting && (
          <Action tone="danger" isPending={cancel.isPending} onPress={() => cancel.mutate(undefined)}>
            Cancel
          </Action>
        )}
      </p>
    </>
  );
}
