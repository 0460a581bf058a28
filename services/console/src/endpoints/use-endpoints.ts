import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';

/** All endpoints of the organization: there are few. */
export function useEndpoints(everyMs?: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['endpoints'],
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/endpoints', { signal }))).endpoints,
    refetchInterval: everyMs ?? false,
  });
}

export function useEndpoint(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['endpoint', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/endpoints/{id}', { params: { path: { id } }, signal })),
    refetchInterval: 5000,
  });
}
