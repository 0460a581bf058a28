import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useApiAccess } from '../api/api-context.tsx';
import { Shell } from '../layout/shell.tsx';
import { Loading } from '../parts/loading.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { PortalEnded } from './portal-ended.tsx';
import { SignIn } from './sign-in.tsx';
import { SessionProvider, signedIn, useSessionQuery } from './use-session.ts';

/** Lets whoever is signed in through to the views; the others sign in where they are, and then see what the link was to. */
export function Gate(): ReactNode {
  const { credentials } = useApiAccess();
  const { data: session, error, isPending, refetch } = useSessionQuery();
  const { organization } = useSearch({ strict: false });
  const found = useMemo(
    () => (session ? signedIn(session, organization) : undefined),
    [session, organization],
  );
  // Before anything below asks the api.
  credentials.organizationId = found?.chosen;
  if (found) {
    return (
      <SessionProvider value={found}>
        {/* Nothing that was shown to one is kept for the next. */}
        <Shell key={found.session.session?.csrf_token ?? ''} />
      </SessionProvider>
    );
  }
  if (isPending) return <Loading what="the console" />;
  if (error !== null) {
    return (
      <main className="alone">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  return credentials.portalToken === undefined ? <SignIn /> : <PortalEnded />;
}
