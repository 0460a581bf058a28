// The answers of an operation, as OpenAPI describes them. What an error answers with is taken from the error's own class,
// so that the description cannot say anything else.
import type { TSchema } from 'typebox';
import { type ApiError, RateLimitedError } from '../errors.ts';
import { problemBody } from '../http/problem.ts';

/** One status that an operation can answer with. */
export interface Answer {
  readonly description: string;
  readonly headers: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, { schema: object; examples?: object }>>;
  /** Fastify's and its OpenAPI plugin's way to say that there is no body. */
  readonly type?: 'null';
}

const text = (description: string, rest: object = {}) => ({ type: 'string', description, ...rest });

const RESPONSE_TIME = {
  'X-Response-Time': text('how long the request took, from its headers to its answer', {
    pattern: '^\\d+\\.\\d{3}ms$',
    examples: ['1.204ms'],
  }),
};

const RETRY_AFTER = {
  'Retry-After': {
    type: 'integer',
    minimum: 0,
    description: 'seconds after which the same request may succeed',
  },
};

/** What is left of an organization's limit, where it has one (draft-ietf-httpapi-ratelimit-headers). */
export const RATE_LIMIT = {
  'RateLimit-Policy': text('so many events (q) in so many seconds (w)', {
    pattern: '^"default";q=\\d+;w=\\d+$',
    examples: ['"default";q=1000;w=60'],
  }),
  RateLimit: text('so many events are left (r); more in so many seconds (t)', {
    pattern: '^"default";r=\\d+;t=\\d+$',
    examples: ['"default";r=950;t=12'],
  }),
};

/** What is known of the headers that errors bring along. */
const HEADERS: Readonly<Record<string, object>> = {
  'www-authenticate': { 'WWW-Authenticate': text('how to authenticate (RFC 9110, section 11.6.1)') },
  accept: { Accept: text('the media types that are taken') },
  'accept-encoding': { 'Accept-Encoding': text('the content codings that are taken') },
  allow: { Allow: text('the methods that are taken') },
};

/** An answer with a JSON body. */
export function json(
  description: string,
  schema: TSchema,
  options: { example?: unknown; headers?: Readonly<Record<string, object>> } = {},
): Answer {
  return body(description, 'application/json', schema, options);
}

/** An answer with a body of any media type. */
export function body(
  description: string,
  mediaType: string,
  schema: TSchema,
  { example, headers = {} }: { example?: unknown; headers?: Readonly<Record<string, object>> } = {},
): Answer {
  const examples = example === undefined ? {} : { examples: { example: { value: example } } };
  return {
    description,
    headers: { ...RESPONSE_TIME, ...headers },
    content: { [mediaType]: { schema, ...examples } },
  };
}

/** An answer without a body. */
export function empty(description: string): Answer {
  return { description, headers: RESPONSE_TIME, type: 'null' };
}

/** The answers that stand for these errors: one a status, with the codes that tell them apart. */
export function problems(errors: readonly ApiError[]): Record<number, Answer> {
  const answers: Record<number, Answer> = {};
  for (const status of new Set(errors.map((error) => error.status))) {
    answers[status] = problemAnswer(errors.filter((error) => error.status === status));
  }
  return answers;
}

function problemAnswer(errors: readonly ApiError[]): Answer {
  const byCode = new Map(errors.map((error) => [error.code, error]));
  const headers = errors.flatMap((error) => [
    ...Object.keys(error.headers).map((name) => HEADERS[name] ?? {}),
    ...(error.retryable ? [RETRY_AFTER] : []),
    ...(error instanceof RateLimitedError ? [RATE_LIMIT] : []),
  ]);
  return {
    description: [...byCode].map(([code, { message }]) => `\`${code}\`: ${message}`).join('\n\n'),
    headers: Object.assign({}, RESPONSE_TIME, ...headers),
    content: {
      [PROBLEM_TYPE]: {
        schema: {
          allOf: [{ $ref: 'Problem#' }, { properties: { code: { enum: [...byCode.keys()] } } }],
        },
        examples: Object.fromEntries(
          [...byCode].map(([code, error]) => [
            code,
            { value: JSON.parse(problemBody(error, EXAMPLE_TRACE)) },
          ]),
        ),
      },
    },
  };
}

const PROBLEM_TYPE = 'application/problem+json';
const EXAMPLE_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
