import type { FormEvent, ReactNode } from 'react';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { Tick } from '../parts/tick.tsx';
import type { EndpointDraft } from './endpoint-draft.ts';
import { FilterEditor } from './filter-editor.tsx';
import { FilterPreview } from './filter-preview.tsx';

interface EndpointFormProps {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  readonly onSubmit: () => void;
  /** Whether what is said once and for all can still be said. */
  readonly isNew: boolean;
  /** The buttons. */
  readonly children: ReactNode;
}

const SIGNATURES = [
  ['v1', 'v1: HMAC-SHA256, a shared secret'],
  ['v1a', 'v1a: ed25519, a public key'],
] as const;

/** All that can be said of an endpoint, with a preview of what it would get. */
export function EndpointForm({ draft, onChange, onSubmit, isNew, children }: EndpointFormProps) {
  const set = (changed: Partial<EndpointDraft>) => onChange({ ...draft, ...changed });
  function submit(event: FormEvent): void {
    event.preventDefault();
    onSubmit();
  }
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        label="URL"
        type="url"
        value={draft.url}
        onChange={(url) => set({ url })}
        isRequired
        hint="where events are posted, such as https://example.com/hooks"
      />
      <TextInput
        label="Description"
        value={draft.description}
        onChange={(description) => set({ description })}
      />
      <TextInput
        label="Event types"
        value={draft.types}
        onChange={(types) => set({ types })}
        isRequired
        hint="with commas: order.*, user.created; * for all"
      />
      <FilterEditor filters={draft.filters} onChange={(filters) => set({ filters })} />
      <FilterPreview draft={draft} />
      <TextInput
        label="Rate limit, in posts a minute"
        type="number"
        min={1}
        value={draft.rateLimit}
        onChange={(rateLimit) => set({ rateLimit })}
        hint="empty: no limit"
      />
      <TextInput
        label="Retry schedule"
        value={draft.schedule}
        onChange={(schedule) => set({ schedule })}
        hint="such as 5s, 1m, 1h; none: no retries; empty: the installation's"
      />
      <TextInput
        label="Custom headers"
        rows={3}
        value={draft.headers}
        onChange={(headers) => set({ headers })}
        hint={
          isNew
            ? 'Name: value, one a line'
            : 'Name: value, one a line. They replace all that are set; empty: these stay as they are'
        }
      />
      {!isNew && (
        <Tick isSelected={draft.removesHeaders} onChange={(removesHeaders) => set({ removesHeaders })}>
          Take away the headers that are set
        </Tick>
      )}
      <Tick isSelected={draft.sendTraceparent} onChange={(sendTraceparent) => set({ sendTraceparent })}>
        Send traceparent, so that traces go on at the receiver
      </Tick>
      {isNew && (
        <>
          <Tick isSelected={draft.ordered} onChange={(ordered) => set({ ordered })}>
            In order, ordering key by ordering key (cannot be changed later)
          </Tick>
          <Choice
            label="Signature"
            value={draft.signature}
            options={SIGNATURES}
            onChange={(signature) => set({ signature })}
          />
        </>
      )}
      {children}
    </form>
  );
}
