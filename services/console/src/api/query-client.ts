import { hashKey, MutationCache, QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { Credentials } from './credentials.ts';
import { isSignedOut } from './problem.ts';
import { mayReadAgain, readAgainAfterMs } from './retry.ts';

export const SESSION_KEY = ['session'] as const;

/** What the pages keep of answers. Whoever is signed out, by whatever answer, sees the sign-in where they are. */
export function createQueryClient(credentials: Pick<Credentials, 'organizationId'>): QueryClient {
  // Of each organization that the administrator looks at by itself; who is signed in is the same everywhere.
  const queryKeyHashFn = (key: QueryKey) =>
    hashKey(key[0] === SESSION_KEY[0] ? key : [credentials.organizationId ?? null, ...key]);
  const noteSignedOut = (error: unknown): void => {
    if (isSignedOut(error)) queryClient.setQueryData(SESSION_KEY, null);
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noteSignedOut }),
    mutationCache: new MutationCache({ onError: noteSignedOut }),
    defaultOptions: {
      queries: {
        queryKeyHashFn,
        retry: mayReadAgain,
        retryDelay: readAgainAfterMs,
        staleTime: 5000,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return queryClient;
}
