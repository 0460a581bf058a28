import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { Action } from '../parts/action.tsx';
import { Ask } from '../parts/ask.tsx';
import { useChange } from '../parts/change.ts';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { TimeRange } from '../parts/time-range.tsx';
import { DEFAULT_RATE, problemOfReplay, type ReplayDraft, requestOf } from './replay-draft.ts';
import { ReplayPreview } from './replay-preview.tsx';

interface StartReplayProps {
  /** What the button says. */
  readonly button: string;
  /** Without it, of all endpoints. */
  readonly endpointId?: string | undefined;
  readonly begin: Omit<ReplayDraft, 'rate'>;
}

const SELECTIONS = [
  ['failed', 'Deliveries that are dead or cancelled'],
  ['missing', 'What the endpoint never had, of types it subscribes to now'],
  ['all', 'Everything, also what succeeded'],
] as const;

/** Asks what to attempt again, says how many that would be, and begins it. */
export function StartReplay({ button, endpointId, begin }: StartReplayProps) {
  const api = useApi();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ReplayDraft | undefined>(undefined);
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
  const set = (changed: Partial<ReplayDraft>) => draft && setDraft({ ...draft, ...changed });
  const problem = draft && problemOfReplay(draft);
  return (
    <>
      <Action onPress={() => setDraft({ ...begin, rate: DEFAULT_RATE })}>{button}</Action>
      <Ask
        isOpen={draft !== undefined}
        onClose={() => setDraft(undefined)}
        title="Attempt again"
        doIt="Begin"
        onDo={() => draft && problem === undefined && start.mutate(draft)}
        isPending={start.isPending}
        error={start.error}
      >
        {draft && (
          <>
            <p>
              {endpointId === undefined ? 'Of all endpoints.' : 'Of this endpoint.'} The oldest first, behind
              fresh deliveries.
            </p>
            <Choice
              label="What"
              value={draft.select}
              options={SELECTIONS}
              onChange={(select) => set({ select })}
            />
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
              <ReplayPreview draft={draft} endpointId={endpointId} />
            ) : (
              <p className="notice notice-bad" role="status">
                {problem}
              </p>
            )}
          </>
        )}
      </Ask>
    </>
  );
}
