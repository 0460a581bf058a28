import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';

/** A delivery with its attempts and what they were answered; read again while it is under way. */
export function useDelivery(id: string, isWanted = true) {
  const api = useApi();
  return useQuery({
    queryKey: ['delivery', id],
    enabled: isWanted,
    queryFn: ({ signal }) => answerOf(api.GET('/api/deliveries/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.state === 'pending' || state.data?.state === 'sending' ? 2000 : false,
  });
}
