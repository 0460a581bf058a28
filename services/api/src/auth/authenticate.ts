// The hooks that stand in front of routes: whoever has no right is answered before the body is read.
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { AdminTokenRefusedError, KeyMissingError, KeyRefusedError } from '../errors.ts';
import { elapsedMs } from '../http/observe.ts';
import type { Caller } from './key-cache.ts';
import type { KeyVerifier } from './key-verifier.ts';
import { type PortalGrant, portalCaller } from './portal-link.ts';
import type { Credential } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who the request's API key belongs to; undefined on routes without one. */
    caller: Caller | undefined;
    /** Whether it came with the admin token instead, where a route takes that too. */
    isAdmin: boolean;
    /** Whether it came with the token of a customer portal's link, where a route takes that too. */
    isPortal: boolean;
    /** How long it took until the key was verified, in milliseconds; the time for the body is the client's own. */
    admissionMs: number;
  }
}

// One for all: bad keys come by the thousand, and to note where an error was made costs more than to look the key up.
const KEY_REFUSED = new KeyRefusedError();
const KEY_MISSING = new KeyMissingError();
const ADMIN_TOKEN_REFUSED = new AdminTokenRefusedError();

/** A histogram of seconds, for one. */
export interface Latency {
  observe(seconds: number): void;
}

/** The fields that the hooks fill in. */
export function decorateCallers(app: FastifyInstance): void {
  app.decorateRequest('caller', undefined);
  app.decorateRequest('isAdmin', false);
  app.decorateRequest('isPortal', false);
  app.decorateRequest('admissionMs', 0);
}

export interface KeyRules {
  /** Told how long each verification took, in seconds. */
  readonly latency?: Latency;
  /** For routes that a customer portal uses: what the token of a portal's link grants, undefined for any other token. */
  readonly openGrant?: (token: string) => PortalGrant | undefined;
}

/**
 * Lets a request with a valid API key in `X-API-Key` or `Authorization: Bearer`, in the session of a browser, or behind a portal's
 * link, pass, and notes its caller.
 */
export function requireApiKey(
  verifier: Pick<KeyVerifier, 'verify'>,
  { latency, openGrant }: KeyRules = {},
): onRequestHookHandler {
  return (request, reply, done) => {
    const given = givenKey(request);
    if (given === undefined) return done(KEY_MISSING);
    const grant = openGrant?.(given);
    if (grant) reply.header('cache-control', 'no-store');
    request.isPortal = grant !== undefined;
    const noteCaller = (caller: Caller | undefined) => {
      request.caller = grant && caller ? portalCaller(caller, grant) : caller;
      return caller === undefined ? KEY_REFUSED : undefined;
    };
    const began = performance.now();
    const answer = verifier.verify(grant?.key ?? given);
    if (!(answer instanceof Promise)) {
      latency?.observe((performance.now() - began) / 1000);
      return done(noteCaller(answer));
    }
    answer.then((caller) => {
      latency?.observe((performance.now() - began) / 1000);
      request.admissionMs = elapsedMs(request);
      done(noteCaller(caller));
    }, done);
  };
}

/** Like requireApiKey, but takes the admin token as well, in `Authorization: Bearer` or in the session of a browser. */
export function requireApiKeyOrAdmin(
  verifier: Pick<KeyVerifier, 'verify'>,
  isAdminToken: (token: string) => boolean,
  rules: KeyRules = {},
): onRequestHookHandler {
  const withKey = requireApiKey(verifier, rules);
  return function (request, reply, done) {
    const token = request.headers['x-api-key'] === undefined ? adminTokenOf(request) : undefined;
    if (token === undefined || !isAdminToken(token)) return withKey.call(this, request, reply, done);
    request.isAdmin = true;
    done();
  };
}

/** Lets a request with the admin token in `Authorization: Bearer`, or in the session of a browser, pass. */
export function requireAdminToken(isAdminToken: (token: string) => boolean): onRequestHookHandler {
  return (request, _reply, done) => {
    const token = adminTokenOf(request);
    done(token !== undefined && isAdminToken(token) ? undefined : ADMIN_TOKEN_REFUSED);
  };
}

/** The organization of a request behind `requireApiKey`. */
export function organizationOf(request: FastifyRequest): string {
  if (!request.caller) throw new TypeError('this route has no requireApiKey in front of it');
  return request.caller.organizationId;
}

/** Who has done it, for the log: a key by its id, whoever has a portal's link by that of the key that made it. */
export function actorOf({ isAdmin, isPortal, caller }: FastifyRequest): string | undefined {
  if (isAdmin) return 'admin';
  return isPortal && caller ? `portal:${caller.keyId}` : caller?.keyId;
}

/** What a request brings as its API key, valid or not. */
export function givenKey(request: FastifyRequest): string | undefined {
  const given = request.headers['x-api-key'];
  return typeof given === 'string' ? given : (bearerToken(request) ?? signedInWith(request, 'key'));
}

/** What a request brings as the admin token, valid or not. */
export function adminTokenOf(request: FastifyRequest): string | undefined {
  return bearerToken(request) ?? signedInWith(request, 'admin');
}

function signedInWith({ session }: FastifyRequest, kind: Credential['kind']): string | undefined {
  return session?.kind === kind ? session.secret : undefined;
}

/** RFC 6750, section 2.1; the scheme's name is case-insensitive (RFC 9110, section 11.1). */
function bearerToken(request: FastifyRequest): string | undefined {
  return /^bearer +([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
