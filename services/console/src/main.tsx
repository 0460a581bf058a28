import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import './styles/lists.css';
import './styles/layout.css';
import { createRoot } from 'react-dom/client';
import { createApi } from './api/client.ts';
import type { Credentials } from './api/credentials.ts';
import { createQueryClient } from './api/query-client.ts';
import { App } from './app.tsx';
import { CONSOLE_PATH, isPortalPath, PORTAL_PATH, takePortalLink } from './auth/portal-link.ts';
import { createConsoleRouter } from './router.tsx';
import { applyTheme } from './theme/apply-theme.ts';
import { showScheme, storedScheme } from './theme/color-scheme.ts';
import { readTheme } from './theme/portal-theme.ts';

const root = document.documentElement;
const isPortal = isPortalPath(window.location.pathname);
showScheme(root, storedScheme());
let portalToken: string | undefined;
if (isPortal) {
  const link = takePortalLink(window.location, window.history);
  // A request without a token would go out with the session of whoever runs this console.
  portalToken = link.token ?? 'none';
  applyTheme(root, readTheme(link.theme));
}

const credentials: Credentials = { portalToken, csrfToken: undefined, organizationId: undefined };
const place = document.getElementById('console');
if (!place) throw new TypeError('index.html has no place for the console');
createRoot(place).render(
  <App
    access={{ api: createApi(credentials), credentials }}
    queryClient={createQueryClient(credentials)}
    router={createConsoleRouter(isPortal ? PORTAL_PATH : CONSOLE_PATH)}
  />,
);
