import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';

/** Kafka is asked anew each time. */
const EVERY_MS = 10_000;
const LAG_EVERY_MS = 5000;

/** Hopline's topics, in the order in which an event goes through them. */
export function useTopics() {
  const api = useApi();
  return useQuery({
    queryKey: ['topics'],
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/admin/topics', { signal }))).topics,
    refetchInterval: EVERY_MS,
  });
}

export function useTopic(name: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['topic', name],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/admin/topics/{name}', { params: { path: { name } }, signal })),
    refetchInterval: EVERY_MS,
  });
}

/** Who reads them, and how far behind. */
export function useGroups() {
  const api = useApi();
  return useQuery({
    queryKey: ['groups'],
    queryFn: async ({ signal }) => (await answerOf(api.GET('/api/admin/groups', { signal }))).groups,
    refetchInterval: LAG_EVERY_MS,
  });
}

export function useGroup(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['group', id],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/admin/groups/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LAG_EVERY_MS,
  });
}
