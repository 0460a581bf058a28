import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';

const EVERY_MS = 2000;

/** Whether the organization has any event; undefined until that is known. It is asked again until there is one. */
export function useHasEvents(): boolean | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['has-events'],
    queryFn: async ({ signal }) => {
      const page = await answerOf(api.GET('/api/inbox', { params: { query: { limit: '1' } }, signal }));
      return page.events.length > 0;
    },
    refetchInterval: ({ state }) => (state.data === true ? false : EVERY_MS),
    staleTime: ({ state }) => (state.data === true ? Number.POSITIVE_INFINITY : 0),
  });
  return data;
}
