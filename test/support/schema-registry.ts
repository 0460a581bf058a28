// The part of the Confluent API that is used, with its rule FULL_TRANSITIVE, as a real HTTP server. It stands for the
// registry in what a real one does not do on demand: to be away, to be slow to start, to refuse. The same contract that
// it is held to is run against Apicurio by `npm run verify:registry`.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { schemaFingerprint } from '@hopline/wire/avro-codec';
import { findIncompatibilities } from '@hopline/wire/schema-compatibility';
import type { Cleanup } from './cleanup.ts';

export interface RegistryAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface TestRegistry {
  readonly url: string;
  readonly port: number;
  /** Every request so far, such as `POST /subjects/a-value/versions`. */
  readonly requests: string[];
  /** The schemas of each subject, oldest first. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
  /** The next requests are answered so, one each, instead of being done; text is sent as it is. */
  answerNext(...answers: RegistryAnswer[]): void;
}

export interface TestRegistryOptions {
  /** A free one by default. */
  readonly port?: number;
  /** `user:password` that each request must have. */
  readonly credentials?: string;
  /** What its ids are counted from. */
  readonly firstId?: number;
}

/** Starts one; closed with the test. */
export async function startRegistry(t: Cleanup, options: TestRegistryOptions = {}): Promise<TestRegistry> {
  const ids: string[] = [];
  const firstId = options.firstId ?? 1;
  const subjects = new Map<string, string[]>();
  const requests: string[] = [];
  const planned: RegistryAnswer[] = [];

  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${decodeURIComponent(url)}`);
    const { status, body } = planned.shift() ?? answer(request, JSON.parse((await textOf(request)) || '{}'));
    response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });

  function answer(request: IncomingMessage, body: { schema?: string }): RegistryAnswer {
    const basic = options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`;
    if (basic && request.headers.authorization !== basic) {
      return { status: 401, body: { error_code: 40101, message: 'Unauthorized' } };
    }
    const [, kind = '', name = '', id = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
    if (request.method === 'POST' && kind === 'subjects') return register(name, body.schema ?? '');
    if (request.method === 'PUT' && kind === 'config') return { status: 200, body };
    const schema = kind === 'schemas' && name === 'ids' ? ids[Number(id) - firstId] : undefined;
    if (schema !== undefined) return { status: 200, body: { schema } };
    return { status: 404, body: { error_code: 404, message: 'HTTP 404 Not Found' } };
  }

  function register(subject: string, schema: string): RegistryAnswer {
    const versions = subjects.get(subject) ?? [];
    if (!versions.includes(schema)) {
      const files = [...versions, schema].map((text, i) => ({ subject, version: i + 1, text }));
      if (!isSchema(schema)) return { status: 422, body: { error_code: 42201, message: 'Invalid schema' } };
      const problems = findIncompatibilities(files);
      if (problems.length > 0) {
        const message = `Schema being registered is incompatible with an earlier schema: ${problems[0]}`;
        return { status: 409, body: { error_code: 409, message } };
      }
      subjects.set(subject, [...versions, schema]);
    }
    if (!ids.includes(schema)) ids.push(schema);
    return { status: 200, body: { id: ids.indexOf(schema) + firstId } };
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    subjects,
    answerNext: (...answers) => planned.push(...answers),
  };
}

function isSchema(text: string): boolean {
  try {
    schemaFingerprint(text);
    return true;
  } catch {
    return false;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
