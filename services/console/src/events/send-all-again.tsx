import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import type { EventDelivery } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { counted } from '../format/amount.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';

interface SendAllAgainProps {
  readonly deliveries: readonly EventDelivery[];
}

/** Attempts every delivery of an event once more, but those that are being posted. */
export function SendAllAgain({ deliveries }: SendAllAgainProps) {
  const api = useApi();
  const { may } = useSession();
  const [isAsking, setAsking] = useState(false);
  const those = deliveries.filter(({ state }) => state !== 'sending');
  const send = useChange({
    change: async () => {
      for (const { id } of those) await api.POST('/api/deliveries/{id}/retry', { params: { path: { id } } });
    },
    done: `${counted(those.length, 'delivery', 'deliveries')} will be attempted again`,
    touches: ['event', 'delivery'],
    onDone: () => setAsking(false),
  });
  if (!may.manage || those.length < 2) return null;
  return (
    <>
      <Action onPress={() => setAsking(true)}>Send again to all</Action>
      <Ask
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Send it again to all endpoints?"
        doIt="Send again"
        onDo={() => send.mutate(undefined)}
        isPending={send.isPending}
        error={send.error}
      >
        <p>
          {counted(those.length, 'delivery', 'deliveries')} will be attempted once more, also those that
          succeeded, with the same webhook-id and the same body. Receivers that look at the webhook-id do
          nothing twice.
        </p>
      </Ask>
    </>
  );
}
