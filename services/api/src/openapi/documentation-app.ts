// An application of its own that makes the API's description, and the page that shows it, from the schemas of routes.
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import swagger, { type SwaggerTransform } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import fastify from 'fastify';
import type { DescribedRoute } from './described-routes.ts';
import { Problem } from './problem-schema.ts';

export interface DocumentationApp {
  /** The OpenAPI document, as JSON text. */
  readonly document: string;
  /** One of the page's files, by the path that it was asked for with. */
  get(
    url: string,
    headers: IncomingHttpHeaders,
  ): Promise<{ status: number; headers: OutgoingHttpHeaders; body: Buffer }>;
}

const DESCRIPTION = `Hopline takes events, keeps each exactly once, and posts them, signed, to every webhook that subscribed.

Errors are RFC 9457 problems with a \`code\`; every answer has \`X-Response-Time\`. An event that was answered 202 is durable. Any other
5xx of \`POST /api/events\`, and no answer at all, mean that it is unknown whether the event was taken: send it again with the same
\`dedup_id\`, which makes it the same event.`;

const TAGS = [
  { name: 'events', description: 'send events, and see what became of them' },
  { name: 'deliveries', description: 'what became of each delivery, and one more try' },
  { name: 'endpoints', description: 'where an organization wants its events posted' },
  { name: 'keys', description: 'API keys' },
  {
    name: 'sessions',
    description:
      'browsers that have signed in, and links for customers. Whatever changes something by a session, of any operation, may be refused with 403 `HPL_AUTH_CSRF` or `HPL_AUTH_ORIGIN`',
  },
  { name: 'organizations', description: 'what an organization may do' },
  { name: 'operation', description: 'for those who run it' },
];

const SECURITY_SCHEMES = {
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'an API key, `hop_<id>_<secret>`' },
  bearer: { type: 'http', scheme: 'bearer', description: 'the same API key as a bearer token' },
  admin: { type: 'http', scheme: 'bearer', description: 'the admin token, ADMIN_TOKEN of the service' },
} as const;

// The page needs nothing from anywhere else, and says so to the browser. Some of its styles are inline.
const CONTENT_SECURITY_POLICY = {
  'default-src': "'self'",
  'base-uri': "'self'",
  'frame-ancestors': "'none'",
  'img-src': "'self' data:",
  'object-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
};

/** Describes these routes. */
export async function createDocumentationApp(routes: readonly DescribedRoute[]): Promise<DocumentationApp> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  const app = fastify();
  // Nothing but the page is ever asked of it: schemas are read, not compiled.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => JSON.stringify);
  app.addSchema(Problem);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hopline',
        version,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      // Wherever the document was read from.
      servers: [{ url: '/' }],
      tags: TAGS,
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    refResolver: { buildLocalReference: (schema, _base, _fragment, i) => String(schema.$id ?? `def-${i}`) },
    transform: describeHeaders,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'Hopline API' },
    // Would otherwise ask validator.swagger.io what it thinks of the document.
    uiConfig: { validatorUrl: null, docExpansion: 'list', deepLinking: true },
  });
  for (const { method, url, schema } of routes) {
    app.route({ method, url, ...(schema ? { schema } : {}), handler: async () => undefined });
  }
  await app.ready();
  return {
    document: JSON.stringify(app.swagger()),
    async get(url, headers) {
      const answer = await app.inject({ url, headers });
      // Those of the connection are for the server that it really goes out from.
      const { connection, date, 'keep-alive': keepAlive, ...own } = answer.headers;
      return { status: answer.statusCode, headers: own, body: answer.rawPayload };
    },
  };
}

/** Puts described headers and bodies where the plugin looks for them; there, Fastify would check every request. */
const describeHeaders: SwaggerTransform = ({ schema, url }) => {
  const { requestHeaders, requestBody, ...rest } = schema ?? {};
  return {
    schema: {
      ...rest,
      ...(requestHeaders === undefined ? {} : { headers: requestHeaders }),
      ...(requestBody === undefined ? {} : { body: requestBody }),
    },
    url,
  };
};
