import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { problemOfReplay, type ReplayDraft, statesOf } from './replay-draft.ts';

const MOST_PAGES = 10;

export interface Affected {
  readonly count: number;
  /** Whether there are more. */
  readonly orMore: boolean;
}

/** How many deliveries a replay would take, counted up to a thousand; undefined where that cannot be counted. */
export function useAffected(draft: ReplayDraft, endpointId: string | undefined, isWanted: boolean) {
  const api = useApi();
  const state = statesOf(draft.select);
  const { from, to } = draft;
  return useQuery({
    queryKey: ['affected', state, from, to, endpointId],
    enabled: isWanted && state !== undefined && problemOfReplay(draft) === undefined,
    queryFn: async ({ signal }): Promise<Affected> => {
      let [count, cursor, pages] = [0, undefined as string | undefined, 0];
      do {
        const query = {
          limit: '100',
          ...(state === undefined ? {} : { state }),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(endpointId === undefined ? {} : { endpoint_id: endpointId }),
          ...(cursor === undefined ? {} : { cursor }),
        };
        const page = await answerOf(api.GET('/api/deliveries', { params: { query }, signal }));
        count += page.deliveries.length;
        cursor = page.next_cursor ?? undefined;
        pages += 1;
      } while (cursor !== undefined && pages < MOST_PAGES);
      return { count, orMore: cursor !== undefined };
    },
  });
}
