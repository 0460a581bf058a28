// What may be asked for about sessions.
import Type from 'typebox';
import { PortalTheme } from './portal-theme.ts';

/** Longer ones are none of ours. */
const MAX_TOKEN_LENGTH = 1000;
export const DEFAULT_PORTAL_SECONDS = 60 * 60;
const MIN_PORTAL_SECONDS = 60;
const MAX_PORTAL_SECONDS = 24 * 60 * 60;

export const CreateSessionRequest = Type.Object(
  {
    token: Type.String({
      minLength: 1,
      maxLength: MAX_TOKEN_LENGTH,
      description: 'an API key, or the admin token',
    }),
  },
  { additionalProperties: false },
);

export const CreatePortalSessionRequest = Type.Object(
  {
    expires_in_seconds: Type.Optional(
      Type.Integer({
        minimum: MIN_PORTAL_SECONDS,
        maximum: MAX_PORTAL_SECONDS,
        description: `how long the link is good: ${DEFAULT_PORTAL_SECONDS} without it`,
      }),
    ),
    read_only: Type.Optional(
      Type.Boolean({ description: 'lets it see everything and change nothing; false without it' }),
    ),
    theme: Type.Optional(PortalTheme),
  },
  { additionalProperties: false },
);
