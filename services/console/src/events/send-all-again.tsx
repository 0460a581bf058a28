import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import type { EventDelivery } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { EndpointName } from '../endpoints/endpoint-name.tsx';
import { counted } from '../format/amount.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { sendEach } from './send-each.ts';

interface SendAllAgainProps {
  readonly deliveries: readonly EventDelivery[];
}

/** Attempts every delivery of an event once more, but those that are being posted. */
export function SendAllAgain({ deliveries }: SendAllAgainProps) {
  const api = useApi();
  const { may } = useSession();
  const [those, setThose] = useState<readonly EventDelivery[] | undefined>(undefined);
  const send = useChange({
    change: async (asked: readonly EventDelivery[]) => {
      const refused = await sendEach(asked, ({ id }) =>
        api.POST('/api/deliveries/{id}/retry', { params: { path: { id } } }),
      );
      return { asked: asked.length, refused };
    },
    done: ({ asked, refused }) => saidOf(asked, refused.length),
    touches: ['event', 'delivery'],
    // Those that were refused may be tried again; the others are on their way.
    onDone: ({ refused }) => setThose(refused.length === 0 ? undefined : refused.map(({ one }) => one)),
  });
  const sendable = deliveries.filter(({ state }) => state !== 'sending');
  if (!may.manage || (sendable.length < 2 && those === undefined)) return null;
  const { asked = 0, refused = [] } = send.data ?? {};
  function close(): void {
    setThose(undefined);
    send.reset();
  }
  return (
    <>
      <Action onPress={() => setThose(sendable)}>Send again to all</Action>
      <Ask
        isOpen={those !== undefined}
        onClose={close}
        title="Send it again to all endpoints?"
        doIt={refused.length === 0 ? 'Send again' : 'Try these again'}
        onDo={() => those && send.mutate(those)}
        isPending={send.isPending}
        error={send.error}
      >
        {refused.length === 0 ? (
          <p>
            {counted(those?.length ?? 0, 'delivery', 'deliveries')} will be attempted once more, also those
            that succeeded or were cancelled, with the same webhook-id and the same body. Receivers that look
            at the webhook-id do nothing twice.
          </p>
        ) : (
          <p role="status">{saidOf(asked, refused.length)}.</p>
        )}
        {refused.map(({ one, error }) => (
          <section key={one.id} aria-label="Refused">
            <EndpointName id={one.endpoint_id} />
            <ProblemNotice error={error} />
          </section>
        ))}
      </Ask>
    </>
  );
}

function saidOf(asked: number, refused: number): string {
  const all = counted(asked, 'delivery', 'deliveries');
  return refused === 0
    ? `${all} will be attempted again`
    : `${asked - refused} of ${all} will be attempted again`;
}
