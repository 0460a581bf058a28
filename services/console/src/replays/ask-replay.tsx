import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { TimeRange } from '../parts/time-range.tsx';
import { DEFAULT_RATE, problemOfReplay, type ReplayDraft, requestOf } from './replay-draft.ts';
import { ReplayPreview } from './replay-preview.tsx';
import { failedWords } from './replay-words.ts';
import { useAffected } from './use-affected.ts';

export interface AskReplayProps {
  /** Without it, of all endpoints. */
  readonly endpointId?: string | undefined;
  readonly begin: Omit<ReplayDraft, 'rate'>;
  /** Whether it is of what a list shows: then that is not to be chosen here. */
  readonly isOfList?: boolean;
  readonly onClose: () => void;
}

const SELECTIONS = [
  ['failed', 'Deliveries that are dead or cancelled'],
  ['missing', 'What the endpoint never had, of types it subscribes to now'],
  ['all', 'Everything, also what succeeded'],
] as const;

/** The question before a replay. It begins once it was said how many deliveries it takes. */
export function AskReplay({ endpointId, begin, isOfList = false, onClose }: AskReplayProps) {
  const api = useApi();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ReplayDraft>({ ...begin, rate: DEFAULT_RATE });
  const affected = useAffected(draft, endpointId);
  const start = useChange({
    change: (asked: ReplayDraft) => {
      const body = requestOf(asked);
      return endpointId === undefined
        ? answerOf(api.POST('/api/replays', { body }))
        : answerOf(api.POST('/api/endpoints/{id}/replay', { params: { path: { id: endpointId } }, body }));
    },
    done: 'The replay begins within seconds',
    touches: ['replays'],
    onDone: (made) => {
      if ('id' in made) void navigate({ to: '/replays/$replayId', params: { replayId: made.id } });
    },
  });
  const set = (changed: Partial<ReplayDraft>) => setDraft({ ...draft, ...changed });
  const problem = problemOfReplay(draft);
  return (
    <Ask
      isOpen
      onClose={onClose}
      title="Attempt again"
      doIt="Begin"
      onDo={() => start.mutate(draft)}
      isPending={start.isPending}
      isDisabled={problem !== undefined || affected.data === undefined}
      error={start.error}
    >
      <p>
        {isOfList && `${failedWords(draft)}. `}
        {endpointId === undefined ? 'Of all endpoints.' : 'Of this endpoint.'} The oldest first, behind fresh
        deliveries.
      </p>
      {!isOfList && (
        <Choice
          label="What"
          value={draft.select}
          options={SELECTIONS}
          onChange={(select) => set({ select })}
        />
      )}
      <div className="filters">
        <TimeRange from={draft.from} to={draft.to} onChange={set} />
      </div>
      <TextInput
        label="Deliveries a second at most"
        type="number"
        min={1}
        max={1000}
        value={draft.rate}
        onChange={(rate) => set({ rate })}
      />
      {problem === undefined ? (
        <ReplayPreview query={affected} />
      ) : (
        <p className="notice notice-bad" role="status">
          {problem}
        </p>
      )}
    </Ask>
  );
}
