// What may be asked for about keys.
import type { Scope } from '@hopline/postgres/keys/stored-key';
import Type from 'typebox';

/** The most valid keys of an organization. */
export const MAX_KEYS = 100;
const DAY_SECONDS = 24 * 60 * 60;
export const DEFAULT_OVERLAP_SECONDS = DAY_SECONDS;
const MAX_OVERLAP_SECONDS = 7 * DAY_SECONDS;
export const DEFAULT_PAGE = 50;

const KEY_ID = '^[0-9A-Za-z]{16}$';
const UUID = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

const Name = Type.String({ maxLength: 200 });
const ScopeName = Type.Unsafe<Scope>(Type.Enum(['events:write', 'read', 'manage']));

/** With the admin token: whose keys. */
const ownerMember = { organization_id: Type.Optional(Type.String({ pattern: UUID })) };

export const KeyOwnerQuery = Type.Object(ownerMember, { additionalProperties: false });

export const GenerateKeyRequest = Type.Object(
  {
    organization_name: Type.String({ minLength: 1, maxLength: 200 }),
    tier: Type.Optional(Type.Enum(['free', 'pro', 'enterprise'])),
    name: Type.Optional(Name),
  },
  { additionalProperties: false },
);

export const CreateKeyRequest = Type.Object(
  {
    name: Type.Optional(Name),
    scopes: Type.Optional(Type.Array(ScopeName, { minItems: 1, maxItems: 3, uniqueItems: true })),
  },
  { additionalProperties: false },
);

export const RotateKeyRequest = Type.Object(
  {
    key_id: Type.Optional(Type.String({ pattern: KEY_ID })),
    overlap_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_OVERLAP_SECONDS })),
  },
  { additionalProperties: false },
);

export const ListKeysQuery = Type.Object(
  {
    ...ownerMember,
    // Query parameters are text; nothing is coerced.
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
    cursor: Type.Optional(Type.String({ pattern: KEY_ID })),
  },
  { additionalProperties: false },
);

export const KeyParams = Type.Object({ id: Type.String({ pattern: KEY_ID }) });
