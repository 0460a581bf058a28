import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { problemOfReplay, type ReplayDraft, requestOf } from './replay-draft.ts';

/** What a replay would take if it were asked for now. */
export function useAffected(draft: ReplayDraft, endpointId: string | undefined) {
  const api = useApi();
  const { select, from, to } = draft;
  return useQuery({
    queryKey: ['affected', select, from, to, endpointId],
    enabled: problemOfReplay(draft) === undefined,
    queryFn: async ({ signal }) => {
      const body = { ...requestOf(draft), dry_run: true };
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
