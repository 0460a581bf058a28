import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { KeyOnce } from './key-once.tsx';
import { ownerQuery } from './owner-query.ts';

interface KeyActionsProps {
  readonly id: string;
  readonly owner: string | undefined;
  /** One that has an end already was rotated. */
  readonly isEnding: boolean;
}

/** Rotates a key, or revokes it. */
export function KeyActions({ id, owner, isEnding }: KeyActionsProps) {
  const api = useApi();
  const [asked, setAsked] = useState<'rotate' | 'revoke' | undefined>(undefined);
  const query = ownerQuery(owner);
  const rotate = useChange({
    change: () => answerOf(api.POST('/api/keys/rotate', { params: { query }, body: { key_id: id } })),
    done: 'The key is rotated',
    touches: ['keys'],
  });
  const revoke = useChange({
    change: () => api.DELETE('/api/keys/{id}', { params: { path: { id }, query } }),
    done: 'The key is revoked',
    touches: ['keys'],
    onDone: () => setAsked(undefined),
  });
  const close = () => setAsked(undefined);
  function ask(what: 'rotate' | 'revoke'): void {
    rotate.reset();
    revoke.reset();
    setAsked(what);
  }
  return (
    <span className="actions">
      {!isEnding && (
        <Action label={`Rotate ${id}`} onPress={() => ask('rotate')}>
          Rotate
        </Action>
      )}
      <Action tone="danger" label={`Revoke ${id}`} onPress={() => ask('revoke')}>
        Revoke
      </Action>
      {rotate.data ? (
        <Ask isOpen={asked === 'rotate'} onClose={close} title="Its successor is made">
          <KeyOnce apiKey={rotate.data.api_key} />
        </Ask>
      ) : (
        <Ask
          isOpen={asked === 'rotate'}
          onClose={close}
          title="Rotate this key?"
          doIt="Rotate it"
          onDo={() => rotate.mutate(undefined)}
          isPending={rotate.isPending}
          error={rotate.error}
        >
          <p>Its successor may do the same. The old one is good for another 24 hours.</p>
        </Ask>
      )}
      <Ask
        isOpen={asked === 'revoke'}
        onClose={close}
        title="Revoke this key?"
        tone="danger"
        doIt="Revoke it"
        onDo={() => revoke.mutate(undefined)}
        isPending={revoke.isPending}
        error={revoke.error}
      >
        <p>For ever, and everywhere within a second. Whoever uses it is refused from then on.</p>
      </Ask>
    </span>
  );
}
