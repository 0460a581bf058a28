import { hashKey, QueryClient, type QueryKey } from '@tanstack/react-query';
import type { Credentials } from './credentials.ts';
import { isOtherSession, isSignedOut } from './problem.ts';
import { mayReadAgain, readAgainAfterMs } from './retry.ts';

export const SESSION_KEY = ['session'] as const;

/**
 * What the pages keep of answers. Whoever is signed out, by whatever answer, sees the sign-in where they are; and when the browser's
 * session turns out to be another one, it is asked whose.
 */
export function createQueryClient(
  credentials: Pick<Credentials, 'organizationId' | 'onRefused'>,
): QueryClient {
  // Of each organization that the administrator looks at by itself; who is signed in is the same everywhere.
  const queryKeyHashFn = (key: QueryKey) =>
    hashKey(key[0] === SESSION_KEY[0] ? key : [credentials.organizationId ?? null, ...key]);
  const queryClient = new QueryClient({
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
  credentials.onRefused = (error) => {
    if (isSignedOut(error)) queryClient.setQueryData(SESSION_KEY, null);
    if (isOtherSession(error)) void queryClient.refetchQueries({ queryKey: SESSION_KEY });
  };
  return queryClient;
}

/** Forgets all that somebody else has seen here. */
export function forgetAnswers(queryClient: QueryClient): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
}
