import Type from 'typebox';
import { KeyExpiringError, RequestInvalidError } from '../errors.ts';
import {
  KeyLastManagerError,
  KeyLimitError,
  KeyNotFoundError,
  OrganizationNotFoundError,
} from '../resource-errors.ts';
import { empty, json } from './answers.ts';
import { describe } from './operation.ts';
import { ID_ERRORS, Id, Members, OrNull, Time } from './shapes.ts';

const KeyId = (description: string) => Type.String({ description, examples: ['4f8Kq2ZsW0b7TnXe'] });
const Scopes = Type.Array(Type.Enum(['events:write', 'read', 'manage']), {
  description: 'what it may be used for; none includes another',
});
const Name = Type.String({ description: 'what people call it' });
const Secret = Type.String({ description: 'the key itself; shown only now', examples: ['hop_…'] });

const key = {
  id: KeyId('names the key; not a secret'),
  name: Name,
  scopes: Scopes,
  created_at: Time('when it was made'),
  last_used_at: OrNull(Time('when it was last used, to the minute or so')),
  expires_at: OrNull(Time('when it ends')),
  revoked_at: OrNull(Time('when it was revoked')),
};

const MADE = 'The key; this is the only time that it is seen.';
const BAD_OWNER = new RequestInvalidError('/organization_id', 'is for the admin token');
const of = (operationId: string, summary: string) =>
  ({ operationId, summary, tag: 'keys', access: 'key or admin', asksDatabase: true }) as const;

export const generateKeyOperation = describe({
  operationId: 'generateKey',
  summary: 'Make an organization and its first API key',
  tag: 'keys',
  access: 'admin',
  takesBody: true,
  asksDatabase: true,
  answers: {
    201: json(
      'The organization and its key.',
      Members({
        organization_id: Id('the id of the organization'),
        organization_name: Type.String(),
        tier: Type.Enum(['free', 'pro', 'enterprise']),
        key_id: KeyId('names the key; not a secret'),
        api_key: Secret,
      }),
    ),
  },
});

export const createKeyOperation = describe({
  ...of('createKey', 'Make a further API key'),
  description: 'It can have no scope that the key of the request lacks; without `scopes` it has the same.',
  takesBody: true,
  answers: { 201: json(MADE, Members({ ...key, api_key: Secret })) },
  errors: [BAD_OWNER, new OrganizationNotFoundError(), new KeyExpiringError(), new KeyLimitError(100)],
});

export const rotateKeyOperation = describe({
  ...of('rotateKey', 'Replace an API key'),
  description:
    'Makes a successor with the same name and scopes. The old key, without `key_id` the one of the request, is good for another `overlap_seconds`: 24 hours without it, at most 7 days. A key that has an end already makes no others.',
  takesBody: true,
  answers: {
    201: json(
      MADE,
      Members({
        ...key,
        api_key: Secret,
        replaces: Members({ id: KeyId('the old key'), expires_at: Time('when it ends') }),
      }),
    ),
  },
  errors: [BAD_OWNER, new KeyNotFoundError(), new KeyExpiringError(), new KeyLimitError(100)],
});

export const listKeysOperation = describe({
  ...of('listKeys', 'List the API keys'),
  description: 'Newest first, revoked and expired ones too.',
  answers: {
    200: json(
      'A page of keys.',
      Members({
        keys: Type.Array(Members(key)),
        next_cursor: OrNull(Type.String({ description: 'for the next page; null on the last' })),
      }),
    ),
  },
  errors: [BAD_OWNER],
});

export const revokeKeyOperation = describe({
  ...of('revokeKey', 'Revoke an API key'),
  description:
    'For ever, and everywhere within a second. Only with the admin token can the last key with the scope `manage` be revoked.',
  takesBody: true,
  answers: { 204: empty('It is revoked, or was already.') },
  errors: [...ID_ERRORS, BAD_OWNER, new KeyNotFoundError(), new KeyLastManagerError()],
});
