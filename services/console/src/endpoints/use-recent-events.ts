import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import type { InboxEvent, InboxPage } from '../api/shapes.ts';

const LOOKED_AT = 50;
/** A search stops after a stretch of what is kept: so many stretches are looked through for rare types. */
const MOST_PAGES = 5;

export interface RecentEvents {
  readonly events: readonly InboxEvent[];
  /** Whether all that is kept was looked through, or enough was found. */
  readonly isComplete: boolean;
}

/** The newest events of some types, with their payloads. @param types with commas; undefined: nothing is asked */
export function useRecentEvents(types: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ['preview', types],
    enabled: types !== undefined,
    queryFn: async ({ signal }): Promise<RecentEvents> => {
      const events: InboxEvent[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const query = {
          ...{ limit: String(LOOKED_AT - events.length), include: 'payload' as const },
          ...(types === undefined ? {} : { type: types }),
          ...(cursor === null ? {} : { cursor }),
        };
        const answer: InboxPage = await answerOf(api.GET('/api/inbox', { params: { query }, signal }));
        events.push(...answer.events);
        cursor = answer.next_cursor;
        if (cursor === null || events.length >= LOOKED_AT) return { events, isComplete: true };
      }
      return { events, isComplete: false };
    },
    staleTime: 30_000,
    // Payloads may be large.
    gcTime: 30_000,
    placeholderData: (old) => old,
  });
}
