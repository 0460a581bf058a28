import { findOrganization } from '@hopline/postgres/organizations/find-organization';
import { listOrganizations } from '@hopline/postgres/organizations/list-organizations';
import type { Organization } from '@hopline/postgres/organizations/organization';
import { updateOrganization } from '@hopline/postgres/organizations/update-organization';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import Type from 'typebox';
import { fromDatabase } from '../http/from-database.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import {
  getOrganizationOperation,
  listOrganizationsOperation,
  updateOrganizationOperation,
} from '../openapi/organizations.ts';
import { OrganizationNotFoundError, OrganizationOrderedError } from '../resource-errors.ts';
import { ID_PATTERN, IdParams } from './id-params.ts';

/** The body of PATCH /api/organizations/:id: what is not named stays. */
const UpdateOrganizationRequest = Type.Partial(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    tier: Type.Enum(['free', 'pro', 'enterprise']),
    rate_limit: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 1_000_000_000,
      description: 'events a minute; null: what the tier has',
    }),
    partition_spread: Type.Integer({
      minimum: 1,
      maximum: 64,
      description: 'over how many partitions its events without an ordering key are spread',
    }),
  }),
  { additionalProperties: false, minProperties: 1 },
);

const ListQuery = Type.Object(
  {
    limit: Type.Optional(
      Type.String({ pattern: '^([1-9][0-9]?|1[0-9]{2}|200)$', description: '1 to 200; 50 without it' }),
    ),
    cursor: Type.Optional(
      Type.String({ pattern: ID_PATTERN, description: 'next_cursor of the page before' }),
    ),
  },
  { additionalProperties: false },
);

/** What the administrator sets of an organization. Stands behind requireAdminToken. */
export function organizationRoutes(app: TypedApp, { pool, log }: { pool: Pool; log: Logger }): void {
  app.get(
    '/api/organizations',
    { schema: { querystring: ListQuery, ...listOrganizationsOperation } },
    async (request) => {
      const { limit: asked = '50', cursor: before } = request.query;
      const limit = Number(asked);
      // One more than the page, which tells whether there is another.
      const found = await fromDatabase(listOrganizations(pool, { before, limit: limit + 1 }));
      const page = found.slice(0, limit);
      return {
        organizations: page.map(printOrganization),
        next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
      };
    },
  );

  app.get(
    '/api/organizations/:id',
    { schema: { params: IdParams, ...getOrganizationOperation } },
    async (request) => {
      const organization = await fromDatabase(findOrganization(pool, request.params.id));
      if (!organization) throw new OrganizationNotFoundError();
      return printOrganization(organization);
    },
  );

  app.patch(
    '/api/organizations/:id',
    { schema: { params: IdParams, body: UpdateOrganizationRequest, ...updateOrganizationOperation } },
    async (request) => {
      const { id } = request.params;
      const { name, tier, rate_limit: rateLimit, partition_spread: partitionSpread } = request.body;
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(tier === undefined ? {} : { tier }),
        ...(rateLimit === undefined ? {} : { rateLimit }),
        ...(partitionSpread === undefined ? {} : { partitionSpread }),
      };
      const organization = await fromDatabase(updateOrganization(pool, id, changes));
      if (!organization) throw new OrganizationNotFoundError();
      if (organization === 'ordered') throw new OrganizationOrderedError();
      log.info(
        {
          org_id: id,
          tier: organization.tier,
          rate_limit: organization.rateLimit,
          partition_spread: organization.partitionSpread,
          trace_id: traceIdOfRequest(request),
        },
        'organization.changed',
      );
      return printOrganization(organization);
    },
  );
}

function printOrganization(organization: Organization): object {
  return {
    id: organization.id,
    name: organization.name,
    tier: organization.tier,
    rate_limit: organization.rateLimit,
    partition_spread: organization.partitionSpread,
    created_at: organization.createdAt,
  };
}
