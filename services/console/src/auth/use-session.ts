import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import { answerOf } from '../api/client.ts';
import { isSignedOut } from '../api/problem.ts';
import { forgetAnswers, SESSION_KEY } from '../api/query-client.ts';
import type { Session } from '../api/shapes.ts';
import { type Permissions, permissionsOf } from './permissions.ts';

/** Who is signed in; null for nobody. The cookie is that of all tabs: in another one it may have become somebody else's. */
export function useSessionQuery() {
  const { api, credentials } = useApiAccess();
  const queryClient = useQueryClient();
  return useQuery({
    queryKey: SESSION_KEY,
    queryFn: async (): Promise<Session | null> => {
      try {
        const session = await answerOf(api.GET('/api/sessions/current'));
        const csrfToken = session.session?.csrf_token;
        if (credentials.csrfToken !== undefined && csrfToken !== credentials.csrfToken)
          forgetAnswers(queryClient);
        credentials.csrfToken = csrfToken;
        return session;
      } catch (error) {
        if (isSignedOut(error)) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: 'always',
  });
}

export interface SignedIn {
  readonly session: Session;
  readonly may: Permissions;
  /** Which organization the administrator looks at. */
  readonly chosen: string | undefined;
}

const SessionContext = createContext<SignedIn | undefined>(undefined);
export const SessionProvider = SessionContext.Provider;

/** @param asked the organization that the link names; it is for the administrator to choose */
export function signedIn(session: Session, asked: string | undefined): SignedIn {
  const chosen = session.kind === 'admin' ? asked : undefined;
  return { session, may: permissionsOf(session, chosen), chosen };
}

/** Where traces are to be seen, with a place for the id; also where nobody is signed in, who is not told. */
export function useTraceUrl(): string | null | undefined {
  return useContext(SessionContext)?.session.trace_url;
}

/** Whoever is signed in, for what is behind the gate. */
export function useSession(): SignedIn {
  const found = useContext(SessionContext);
  if (!found) throw new TypeError('there is no session around this');
  return found;
}
