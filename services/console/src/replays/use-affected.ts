import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { useSettled } from '../parts/use-settled.ts';
import { problemOfReplay, type ReplayDraft, requestOf } from './replay-draft.ts';

/** Each counts in the database for as long as two seconds. */
const QUIET_MS = 400;

/** What a replay would take if it were asked for now; asked once the draft has stayed the same for a moment. */
export function useAffected(draft: ReplayDraft, endpointId: string | undefined) {
  const api = useApi();
  const { rate: _, ...asked } = requestOf(draft);
  const text = JSON.stringify(asked);
  const isSettled = useSettled(text, QUIET_MS) === text;
  return useQuery({
    queryKey: ['affected', text, endpointId],
    enabled: isSettled && problemOfReplay(draft) === undefined,
    retry: false,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => {
      const body = { ...asked, dry_run: true };
      const answer = await (endpointId === undefined
        ? answerOf(api.POST('/api/replays', { body, signal }))
        : answerOf(
            api.POST('/api/endpoints/{id}/replay', { params: { path: { id: endpointId } }, body, signal }),
          ));
      if (!('dry_run' in answer)) throw new TypeError('a dry run was answered with a replay');
      return answer;
    },
  });
}
