import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';
import { OrganizationNotFoundError, OrganizationOrderedError } from '../resource-errors.ts';
import { json } from './answers.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members, OrNull, Time } from './shapes.ts';

const Organization = Members({
  id: Id('the id of the organization'),
  name: Type.String(),
  tier: Type.Enum(['free', 'pro', 'enterprise']),
  rate_limit: OrNull(Type.Integer({ minimum: 1, description: 'events a minute; null: what the tier has' })),
  partition_spread: Type.Integer({
    minimum: 1,
    description: 'over how many partitions its events without an ordering key are spread',
  }),
  created_at: Time('when it was made'),
});

const EXAMPLE = {
  id: '0198f3a2-7c1e-7b3a-9d52-6a1f0c2e4b77',
  name: 'Acme',
  tier: 'pro',
  rate_limit: null,
  partition_spread: 1,
  created_at: '2026-03-01T12:00:00.000Z',
};

const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'organizations', access: 'admin', asksDatabase: true }) as const;

export const listOrganizationsOperation = describe({
  ...of('listOrganizations', 'List the organizations'),
  description: 'Newest first.',
  answers: {
    200: json(
      'A page of organizations.',
      Members({
        organizations: Type.Array(Organization),
        next_cursor: OrNull(Type.String({ description: 'for the next page; null on the last' })),
      }),
      { example: { organizations: [EXAMPLE], next_cursor: null } },
    ),
  },
  errors: [new RequestInvalidError('/limit', 'must match its pattern')],
});

export const getOrganizationOperation = describe({
  ...of('getOrganization', 'Read an organization'),
  answers: { 200: json('The organization.', Organization, { example: EXAMPLE }) },
  errors: [...ID_ERRORS, new OrganizationNotFoundError()],
});

export const updateOrganizationOperation = describe({
  ...of('updateOrganization', 'Change what an organization may do'),
  description: 'What is not named stays. Every instance knows within a second.',
  takesBody: true,
  answers: { 200: json('The organization as it is now.', Organization, { example: EXAMPLE }) },
  errors: [...ID_ERRORS, new OrganizationNotFoundError(), new OrganizationOrderedError()],
});
