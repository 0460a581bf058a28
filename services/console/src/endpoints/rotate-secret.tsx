import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Endpoint } from '../api/shapes.ts';
import { useSession } from '../auth/use-session.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { Choice } from '../parts/choice.tsx';
import { Distance, Moment } from '../parts/moment.tsx';
import { SecretOnce } from './secret-once.tsx';

const OVERLAPS = [
  ['86400', '24 hours'],
  ['3600', 'an hour'],
  ['604800', '7 days'],
  ['0', 'not at all'],
] as const;

/** What signs an endpoint's webhooks, what still signs beside it, and how to rotate it. */
export function RotateSecret({ endpoint }: { readonly endpoint: Endpoint }) {
  const api = useApi();
  const { may } = useSession();
  const [isAsking, setAsking] = useState(false);
  const [overlap, setOverlap] = useState<(typeof OVERLAPS)[number][0]>('86400');
  const { id, previous_secrets: previous, signature_version: version, public_key: publicKey } = endpoint;
  const rotate = useChange({
    change: () =>
      answerOf(
        api.POST('/api/endpoints/{id}/rotate-secret', {
          params: { path: { id } },
          body: { overlap_seconds: Number(overlap) },
        }),
      ),
    done: 'The secret is rotated',
    touches: ['endpoint', 'endpoints'],
    onDone: () => setAsking(false),
  });
  function ask(): void {
    // A secret that was shown stays: it is seen only now.
    if (rotate.isError) rotate.reset();
    setAsking(true);
  }
  return (
    <section className="card" aria-label="Signature">
      <h2>Signature</h2>
      <p>
        Signed by <code>{version}</code>
        {publicKey !== null && (
          <>
            ; the public key is <code>{publicKey}</code>
          </>
        )}
        .
      </p>
      {previous.length > 0 && (
        <ul>
          {previous.map((old) => (
            <li key={`${old.ends_at} ${old.public_key ?? ''}`}>
              The {old.signature_version} secret before it signs beside it until <Moment time={old.ends_at} />
              , which is <Distance time={old.ends_at} />.
            </li>
          ))}
        </ul>
      )}
      {rotate.data && <SecretOnce secret={rotate.data.secret} publicKey={rotate.data.public_key} />}
      {may.manage && <Action onPress={ask}>Rotate the secret</Action>}
      <Ask
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Rotate the secret?"
        doIt="Rotate it"
        onDo={() => rotate.mutate(undefined)}
        isPending={rotate.isPending}
        error={rotate.error}
      >
        <p>
          The new one signs at once. As long as the old one signs beside it, receivers that have either take
          the webhooks.
        </p>
        <Choice
          label="The old one goes on signing for"
          value={overlap}
          options={OVERLAPS}
          onChange={setOverlap}
        />
      </Ask>
    </section>
  );
}
