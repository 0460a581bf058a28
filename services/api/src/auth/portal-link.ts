// What a customer portal's link carries, sealed: the key that made it, what the link may do of what that may, and its end. Each request
// is judged by the key itself, so that its revocation ends its links too. A link is stored nowhere.
import type { SecretBox } from '@hopline/wire/secret-box';
import type { Caller } from './key-cache.ts';
import type { Scope } from './scopes.ts';

const PORTAL_PREFIX = 'hpp_';
const SEALED = 'sealed:v1:';
/** No events of its own but those that test an endpoint. */
const PORTAL_SCOPES: readonly Scope[] = ['read', 'manage'];

export interface PortalGrant {
  /** The API key that made it. */
  readonly key: string;
  readonly readOnly: boolean;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The token of a portal link, to be sent as `Authorization: Bearer`: of the characters that RFC 6750, section 2.1, has for it. */
export function sealPortalGrant(box: SecretBox, grant: PortalGrant): string {
  const sealed = box.seal(JSON.stringify(grant), 'portal', '');
  return `${PORTAL_PREFIX}${sealed.slice(SEALED.length).replace(':', '.')}`;
}

/** What a token grants, if it is one of ours and has not ended. */
export function openPortalGrant(box: SecretBox, token: string, now: number): PortalGrant | undefined {
  if (!token.startsWith(PORTAL_PREFIX)) return undefined;
  const sealed = `${SEALED}${token.slice(PORTAL_PREFIX.length).replace('.', ':')}`;
  try {
    const grant = JSON.parse(box.open(sealed, 'portal', '')) as PortalGrant;
    return grant.expiresAt > now ? grant : undefined;
  } catch {
    // Cut off, of another installation, or of a key that is in SECRET_KEYS no longer.
    return undefined;
  }
}

/** Who a link speaks for: whoever made it, with no more scopes than that has now. */
export function portalCaller(maker: Caller, { readOnly }: Pick<PortalGrant, 'readOnly'>): Caller {
  const allowed = PORTAL_SCOPES.filter((scope) => scope === 'read' || !readOnly);
  return { ...maker, scopes: allowed.filter((scope) => maker.scopes.includes(scope)) };
}
