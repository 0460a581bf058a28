import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { Scope } from '../api/shapes.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { TextInput } from '../parts/text-input.tsx';
import { Tick } from '../parts/tick.tsx';
import { KeyOnce } from './key-once.tsx';
import { ownerQuery } from './owner-query.ts';

interface NewKeyProps {
  /** Whose it will be, where the administrator says it. */
  readonly owner: string | undefined;
  /** What can be passed on: undefined for everything. */
  readonly held: readonly Scope[] | undefined;
}

const SCOPES: readonly (readonly [Scope, string])[] = [
  ['events:write', 'send events'],
  ['read', 'read events, deliveries and endpoints'],
  ['manage', 'change endpoints and keys, retry and replay'],
];

/** Makes a further key, with some of the scopes of whoever makes it. */
export function NewKey({ owner, held }: NewKeyProps) {
  const api = useApi();
  const [isAsking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const offered = SCOPES.filter(([scope]) => held === undefined || held.includes(scope));
  const [scopes, setScopes] = useState<readonly Scope[]>(offered.slice(0, 1).map(([scope]) => scope));
  const make = useChange({
    change: () =>
      answerOf(
        api.POST('/api/keys', {
          params: { query: ownerQuery(owner) },
          body: { name: name.trim(), scopes: [...scopes] },
        }),
      ),
    done: 'The key is made',
    touches: ['keys'],
  });
  function close(): void {
    setAsking(false);
    setName('');
    make.reset();
  }
  const toggle = (scope: Scope, isOn: boolean) =>
    setScopes(isOn ? [...scopes, scope] : scopes.filter((other) => other !== scope));
  return (
    <>
      <Action tone="main" onPress={() => setAsking(true)}>
        New key
      </Action>
      {make.data ? (
        <Ask isOpen={isAsking} onClose={close} title="The key is made">
          <KeyOnce apiKey={make.data.api_key} />
        </Ask>
      ) : (
        <Ask
          isOpen={isAsking}
          onClose={close}
          title="New key"
          doIt="Make it"
          onDo={() => make.mutate(undefined)}
          isDisabled={scopes.length === 0}
          isPending={make.isPending}
          error={make.error}
        >
          <TextInput label="Name" value={name} onChange={setName} hint="what it is for" />
          <fieldset className="card">
            <legend>It may</legend>
            {offered.map(([scope, text]) => (
              <Tick key={scope} isSelected={scopes.includes(scope)} onChange={(isOn) => toggle(scope, isOn)}>
                {text} (<code>{scope}</code>)
              </Tick>
            ))}
          </fieldset>
        </Ask>
      )}
    </>
  );
}
