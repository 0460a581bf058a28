import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ApiAccess, ApiProvider } from './api/api-context.tsx';
import { Announcer } from './parts/announcer.tsx';
import type { ConsoleRouter } from './router.tsx';

interface AppProps {
  readonly access: ApiAccess;
  readonly queryClient: QueryClient;
  readonly router: ConsoleRouter;
}

export function App({ access, queryClient, router }: AppProps) {
  return (
    <QueryClientProvider client={queryClient}>
      <ApiProvider value={access}>
        <Announcer>
          <RouterProvider router={router} />
        </Announcer>
      </ApiProvider>
    </QueryClientProvider>
  );
}
