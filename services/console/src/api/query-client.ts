import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isSignedOut } from './problem.ts';
import { mayReadAgain, readAgainAfterMs } from './retry.ts';

export const SESSION_KEY = ['session'] as const;

/** What the pages keep of answers. Whoever is signed out, by whatever answer, sees the sign-in where they are. */
export function createQueryClient(): QueryClient {
  const noteSignedOut = (error: unknown): void => {
    if (isSignedOut(error)) queryClient.setQueryData(SESSION_KEY, null);
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noteSignedOut }),
    mutationCache: new MutationCache({ onError: noteSignedOut }),
    defaultOptions: {
      queries: { retry: mayReadAgain, retryDelay: readAgainAfterMs, staleTime: 5000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return queryClient;
}
