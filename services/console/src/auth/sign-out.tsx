import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApiAccess } from '../api/api-context.tsx';
import { forgetAnswers, SESSION_KEY } from '../api/query-client.ts';
import { Action } from '../parts/action.tsx';
import { useAnnounce } from '../parts/announcer.tsx';

export function SignOut() {
  const { api, credentials } = useApiAccess();
  const queryClient = useQueryClient();
  const announce = useAnnounce();
  const signOut = useMutation({
    mutationFn: () => api.DELETE('/api/sessions/current'),
    onSuccess() {
      credentials.csrfToken = undefined;
      queryClient.setQueryData(SESSION_KEY, null);
      forgetAnswers(queryClient);
      announce('You are signed out');
    },
    onError: () => announce('Signing out did not work: try it again'),
  });
  return (
    <Action isPending={signOut.isPending} onPress={() => signOut.mutate()}>
      Sign out
    </Action>
  );
}
