// An operation's description: what a route spreads into its schema, beside what its requests are checked against.
import type { TSchema } from 'typebox';
import {
  AdminTokenRefusedError,
  type ApiError,
  AuthUnavailableError,
  DatabaseUnavailableError,
  HeadersTooLargeError,
  InternalError,
  KeyMissingError,
  KeyRefusedError,
  RequestBusyError,
  RequestInvalidError,
  RequestMalformedError,
  RequestTimeoutError,
  RequestTooLargeError,
  ScopeMissingError,
  UnsupportedEncodingError,
  UnsupportedMediaTypeError,
} from '../errors.ts';
import { OrganizationNotFoundError } from '../resource-errors.ts';
import { type Answer, problems } from './answers.ts';

declare module 'fastify' {
  interface FastifySchema {
    /** Headers that are described and not checked: what a handler reads, it checks by itself. */
    requestHeaders?: TSchema;
    /** A body that is described and not checked, likewise. With `body` Fastify would look at the media type of each. */
    requestBody?: { readonly content: Readonly<Record<string, { readonly schema: TSchema }>> };
  }
}

/**
 * Who may call an operation: anybody, whoever has an API key, the admin token, or either. A `reader` is either, where the admin token
 * names the organization.
 */
export type Access = 'anybody' | 'key' | 'admin' | 'key or admin' | 'reader';

export interface Operation {
  readonly operationId: string;
  /** A few words, as a title. */
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  /** Whether it reads a body, wanted or not. */
  readonly takesBody?: boolean;
  /** Whether it asks Postgres. */
  readonly asksDatabase?: boolean;
  readonly requestHeaders?: TSchema;
  readonly answers: Readonly<Record<number, Answer>>;
  /** What it can be refused for, beside what its access, its body and the database bring with them. */
  readonly errors?: readonly ApiError[];
}

/** What a route's schema holds of it. */
export interface OperationSchema {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly { [scheme: string]: readonly string[] }[];
  readonly response: Record<number, Answer>;
  readonly requestHeaders?: TSchema;
}

/** What any request can end with, before a route is looked for or when something is wrong on our side. */
const EVERYWHERE = [
  new RequestMalformedError('the URL is not valid'),
  new RequestTimeoutError(),
  new HeadersTooLargeError(),
  new InternalError(undefined),
];

const OF_KEY = [
  new KeyMissingError(),
  new KeyRefusedError(),
  new ScopeMissingError('read'),
  new AuthUnavailableError(),
];

const OF_ACCESS: Readonly<Record<Access, readonly ApiError[]>> = {
  anybody: [],
  key: OF_KEY,
  admin: [new AdminTokenRefusedError()],
  'key or admin': OF_KEY,
  reader: [
    ...OF_KEY,
    new RequestInvalidError('/organization_id', 'is required with the admin token'),
    new OrganizationNotFoundError(),
    new DatabaseUnavailableError(undefined),
  ],
};

const OF_BODY = [
  new RequestInvalidError('/type', 'is required'),
  new RequestTooLargeError('the body has more bytes than are taken'),
  new UnsupportedMediaTypeError('send the body as application/json'),
  new UnsupportedEncodingError(),
];

const SECURITY: Readonly<Record<Access, readonly { [scheme: string]: readonly string[] }[]>> = {
  anybody: [],
  key: [{ apiKey: [] }, { bearer: [] }],
  admin: [{ admin: [] }],
  'key or admin': [{ apiKey: [] }, { bearer: [] }, { admin: [] }],
  reader: [{ apiKey: [] }, { bearer: [] }, { admin: [] }],
};

/** Describes an operation, with every error that its kind brings with it. */
export function describe(operation: Operation): OperationSchema {
  const { operationId, summary, description, tag, access, takesBody, asksDatabase, requestHeaders } =
    operation;
  const errors = [
    ...EVERYWHERE,
    ...OF_ACCESS[access],
    ...(takesBody ? OF_BODY : []),
    ...(asksDatabase ? [new DatabaseUnavailableError(undefined)] : []),
    ...(asksDatabase && access !== 'anybody' && access !== 'admin' ? [new RequestBusyError()] : []),
    ...(operation.errors ?? []),
  ];
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    security: SECURITY[access],
    response: { ...problems(errors), ...operation.answers },
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
  };
}
