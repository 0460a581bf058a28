import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { ProblemError } from '../api/problem.ts';
import { mayReadAgain } from '../api/retry.ts';
import type { StoredEvent } from '../api/shapes.ts';
import { rawMember } from '../format/json-text.ts';

export interface ShownEvent {
  readonly event: StoredEvent;
  /** As it was sent: long numbers and the order of members survive. */
  readonly payload: string;
}

const EVERY_MS = 2000;

/** An event and what became of it; read again while something is still to come. */
export function useEvent(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['event', id],
    queryFn: async ({ signal }): Promise<ShownEvent> => {
      const text = await answerOf(
        api.GET('/api/events/{id}', { params: { path: { id } }, parseAs: 'text', signal }),
      );
      return { event: JSON.parse(text) as StoredEvent, payload: rawMember(text, 'payload') ?? '' };
    },
    refetchInterval: ({ state }) =>
      state.data === undefined || isSettled(state.data.event) ? false : EVERY_MS,
    // One that was just sent is on its way.
    retry: (failures, error) => mayReadAgain(failures, error) || (failures < 5 && isOnItsWay(error)),
  });
}

function isSettled({ deliveries }: StoredEvent): boolean {
  return deliveries.every(({ state }) => state !== 'pending' && state !== 'sending');
}

function isOnItsWay(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.code === 'HPL_EVENT_NOT_STORED';
}
