import Type from 'typebox';
import { CsrfRefusedError, ForeignPageError } from '../console-errors.ts';
import { AuthUnavailableError, KeyRefusedError } from '../errors.ts';
import { empty, json } from './answers.ts';
import { describe } from './operation.ts';
import { Id, Members, OrNull, Time } from './shapes.ts';

const CSRF = Type.String({
  description: 'what a page sends in `X-CSRF-Token` with whatever changes something',
});
const ENDS = Time('when it ends');
const Kind = (...kinds: string[]) => Type.Enum(kinds, { description: 'what it came with' });

export const createSessionOperation = describe({
  operationId: 'createSession',
  summary: 'Sign a browser in',
  description:
    'Gives the cookie of a session, which no script can read, for an API key or the admin token. The session may do what that may, until that is revoked or has ended, and for 12 hours at the most.',
  tag: 'sessions',
  access: 'anybody',
  takesBody: true,
  answers: {
    201: json(
      'It is signed in.',
      Members({ kind: Kind('key', 'admin'), csrf_token: CSRF, expires_at: ENDS }),
      { headers: { 'Set-Cookie': { type: 'string', description: 'the session (RFC 6265)' } } },
    ),
  },
  errors: [new KeyRefusedError(), new ForeignPageError(), new AuthUnavailableError()],
});

export const currentSessionOperation = describe({
  operationId: 'getCurrentSession',
  summary: 'Who am I?',
  description:
    'For whatever a request comes with: a session, an API key, the admin token, or the token of a portal session.',
  tag: 'sessions',
  access: 'key or admin',
  asksDatabase: true,
  answers: {
    200: json(
      'Who asks, and what they may do.',
      Members({
        kind: Kind('key', 'admin', 'portal'),
        organization: OrNull(
          Members({
            id: Id('the organization'),
            name: Type.String({ description: 'what people call it' }),
            tier: Type.Enum(['free', 'pro', 'enterprise']),
          }),
        ),
        scopes: Type.Array(Type.Enum(['events:write', 'read', 'manage']), {
          description: 'what it may be used for; of the admin token none',
        }),
        session: OrNull(Members({ csrf_token: CSRF, expires_at: ENDS })),
        trace_url: OrNull(
          Type.String({
            description:
              'where a trace is to be seen, with `{trace_id}` in place of its id (TRACE_URL); null without that, and with the token of a portal session',
            examples: ['https://jaeger.example.com/trace/{trace_id}'],
          }),
        ),
      }),
    ),
  },
});

export const deleteSessionOperation = describe({
  operationId: 'deleteSession',
  summary: 'Sign a browser out',
  tag: 'sessions',
  access: 'anybody',
  takesBody: true,
  answers: { 204: empty('It is signed out, or was not signed in.') },
  errors: [new CsrfRefusedError(), new ForeignPageError()],
});

export const createPortalSessionOperation = describe({
  operationId: 'createPortalSession',
  summary: 'Make a link to the console for your own customers',
  description:
    'The link opens the console for this organization alone, without its keys, for as long as it says, and no longer than the key that made it is good. It may do what that may, but send no events. Whoever has it may use it: hand it to nobody else, and make a new one for each visit.',
  tag: 'sessions',
  access: 'key',
  takesBody: true,
  answers: {
    201: json(
      'The link.',
      Members({
        url: Type.String({
          description: 'to be opened in a browser, or in a frame of an origin of PORTAL_FRAME_ORIGINS',
        }),
        token: Type.String({ description: 'what the link carries: `Authorization: Bearer` for the same' }),
        expires_at: ENDS,
      }),
    ),
  },
});
