// How a customer comes in: /console/portal?<theme>#<token>, or with the path of a view: /console/portal/endpoints?<theme>#<token>.
import { readStored, writeStored } from '../theme/stored-text.ts';

const TOKEN = 'hopline-portal-token';
const THEME = 'hopline-portal-theme';

/** Where the portal begins. The api lets other origins show what is below it in a frame, and nothing else. */
export const PORTAL_PATH = '/console/portal';
export const CONSOLE_PATH = '/console';

export interface PortalLink {
  readonly token: string | undefined;
  /** The query of the link that the visit began with. */
  readonly theme: URLSearchParams;
}

/** The token that a fragment holds; undefined for anything else. */
export function tokenInHash(hash: string): string | undefined {
  return /^#([A-Za-z0-9._~+/=:-]{20,4000})$/.exec(hash)?.[1];
}

export function isPortalPath(path: string): boolean {
  return path === PORTAL_PATH || path.startsWith(`${PORTAL_PATH}/`);
}

/** The path of the view that a link leads to. */
export function viewPath(path: string): string {
  return path === PORTAL_PATH ? `${PORTAL_PATH}/` : path;
}

/**
 * Takes token and theme out of the address bar, so that nobody copies them from there, and keeps them for this tab alone: a page
 * that is loaded again goes on.
 */
export function takePortalLink(location: Location, history: History): PortalLink {
  const token = tokenInHash(location.hash);
  if (token !== undefined) {
    // Before the address is another.
    const theme = location.search;
    writeStored('session', TOKEN, token);
    writeStored('session', THEME, theme);
    history.replaceState(null, '', viewPath(location.pathname));
    return { token, theme: new URLSearchParams(theme) };
  }
  return {
    token: readStored('session', TOKEN),
    theme: new URLSearchParams(readStored('session', THEME) ?? ''),
  };
}
