// What a customer portal's link carries: which organization, and what may be done to it, sealed. It is no API key: it makes none, ends
// soon, and is stored nowhere.
import { isSealed, type SecretBox } from '@hopline/wire/secret-box';
import type { Caller } from './key-cache.ts';

const PORTAL_PREFIX = 'hpp_';
/** What stands for the id of a key where somebody asks who did it. */
export const PORTAL_KEY_ID = 'portal';
const SEALED = 'sealed:v1:';

export interface PortalGrant {
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The token of a portal session, to be sent as `Authorization: Bearer`. */
export function sealPortalGrant(box: SecretBox, grant: PortalGrant): string {
  const sealed = box.seal(JSON.stringify(grant), 'portal', '');
  return `${PORTAL_PREFIX}${sealed.slice(SEALED.length)}`;
}

/** What a token grants, if it is one of ours and has not ended. */
export function openPortalGrant(box: SecretBox, token: string, now: number): PortalGrant | undefined {
  const sealed = `${SEALED}${token.slice(PORTAL_PREFIX.length)}`;
  if (!token.startsWith(PORTAL_PREFIX) || !isSealed(sealed)) return undefined;
  try {
    const grant = JSON.parse(box.open(sealed, 'portal', '')) as PortalGrant;
    return grant.expiresAt > now ? grant : undefined;
  } catch {
    return undefined;
  }
}
