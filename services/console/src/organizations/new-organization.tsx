import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { KeyOnce } from '../keys/key-once.tsx';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { TIERS, type Tier } from './tiers.ts';

/** Makes an organization and its first key. */
export function NewOrganization({ onMade }: { readonly onMade: () => void }) {
  const api = useApi();
  const [isAsking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const [tier, setTier] = useState<Tier>('free');
  const make = useChange({
    change: () =>
      answerOf(api.POST('/api/keys/generate', { body: { organization_name: name.trim(), tier } })),
    done: 'The organization is made',
    touches: ['organizations'],
    onDone: onMade,
  });
  function close(): void {
    setAsking(false);
    setName('');
    make.reset();
  }
  return (
    <>
      <Action tone="main" onPress={() => setAsking(true)}>
        New organization
      </Action>
      {make.data ? (
        <Ask isOpen={isAsking} onClose={close} title={`${make.data.organization_name} is made`}>
          <KeyOnce apiKey={make.data.api_key} />
        </Ask>
      ) : (
        <Ask
          isOpen={isAsking}
          onClose={close}
          title="New organization"
          doIt="Make it"
          onDo={() => name.trim() !== '' && make.mutate(undefined)}
          isPending={make.isPending}
          error={make.error}
        >
          <TextInput label="Name" value={name} onChange={setName} isRequired />
          <Choice label="Tier" value={tier} options={TIERS} onChange={setTier} />
        </Ask>
      )}
    </>
  );
}
