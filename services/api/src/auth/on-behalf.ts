// The administrator reads what an organization has: whose, each request says. It is a caller like a key of that organization with the
// scope `read` alone, so that every statement has the organization in it, and nothing is changed.
import type { Organization } from '@hopline/postgres/organizations/organization';
import type { FastifyRequest, onRequestHookHandler } from 'fastify';
import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import { OrganizationNotFoundError } from '../resource-errors.ts';
import { adminTokenOf, type KeyRules, requireApiKey } from './authenticate.ts';
import type { Caller } from './key-cache.ts';
import type { KeyVerifier } from './key-verifier.ts';

const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
const IS_UUID = new RegExp(UUID);

/** What a query has that the administrator may ask. */
export const organizationMember = {
  organization_id: Type.Optional(
    Type.String({
      pattern: UUID,
      description: 'with the admin token: whose; of a key its own organization, or nothing',
    }),
  ),
};

/** The query of what takes nothing else. */
export const OrganizationQuery = Type.Object(organizationMember);

/** What stands for the id of a key where a request has come with the admin token. */
const ADMIN_KEY_ID = 'admin';

export interface ReaderRules extends KeyRules {
  readonly isAdminToken: (token: string) => boolean;
  /** @throws when nobody can tell */
  readonly findOrganization: (id: string) => Promise<Organization | undefined>;
}

/**
 * Like requireApiKey; the routes with the scope `read` take the admin token as well, with the organization in `organization_id`. A key
 * that names another organization than its own is told that there is none.
 */
export function requireApiKeyOrReader(
  verifier: Pick<KeyVerifier, 'verify'>,
  { isAdminToken, findOrganization, ...rules }: ReaderRules,
): onRequestHookHandler {
  const withKey = requireApiKey(verifier, rules);
  return function (request, reply, done) {
    const asked = askedOf(request);
    const token = request.headers['x-api-key'] === undefined ? adminTokenOf(request) : undefined;
    const isRead = request.routeOptions.config.scope === 'read';
    if (!isRead || token === undefined || !isAdminToken(token)) {
      return withKey.call(this, request, reply, (error) => {
        if (error) return done(error);
        done(asked === undefined || asked === request.caller?.organizationId ? undefined : notFound());
      });
    }
    if (typeof asked !== 'string' || !IS_UUID.test(asked)) return done(badOrganization(asked));
    findOrganization(asked).then((found) => {
      if (!found) return done(notFound());
      request.isAdmin = true;
      request.caller = readerOf(found);
      done();
    }, done);
  };
}

function askedOf({ query }: FastifyRequest): unknown {
  return (query as { readonly organization_id?: unknown } | undefined)?.organization_id;
}

function badOrganization(asked: unknown): Error {
  const problem = asked === undefined ? 'is required with the admin token' : 'is no id of an organization';
  return new RequestInvalidError('/organization_id', problem);
}

const notFound = () => new OrganizationNotFoundError();

function readerOf({ id, tier, rateLimit, partitionSpread }: Organization): Caller {
  return { keyId: ADMIN_KEY_ID, organizationId: id, scopes: ['read'], tier, rateLimit, partitionSpread };
}
