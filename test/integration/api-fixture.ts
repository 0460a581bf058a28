// An api service in the test's own process, on a real port, with a database and topics of its own.
import { apiSettings } from '@hopline/api/config';
import { type ApiService, buildService } from '@hopline/api/service';
import { loadSettings } from '@hopline/runtime/settings';
import { createLogger, type Logger } from '@hopline/telemetry/logger';
import type { Cleanup } from '../support/cleanup.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { SECRET_KEYS } from '../support/secret-keys.ts';
import { createTopics, type TestTopics } from '../support/topics.ts';

export const ADMIN_TOKEN = 'an-admin-token-of-the-tests-0123456789';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ApiFixture {
  readonly url: string;
  readonly service: ApiService;
  readonly database: TestDatabase;
  readonly topics: TestTopics;
  readonly lines: readonly LogLine[];
}

/** Starts a service; stopped with the test. `env` wins over what the fixture sets. */
export async function startApi(t: Cleanup, env: Record<string, string> = {}): Promise<ApiFixture> {
  const [database, topics] = await Promise.all([createDatabase(t), createTopics()]);
  const { service, lines } = makeApi(t, { database, topics }, env);
  await service.start();
  return { url: `http://127.0.0.1:${service.port()}`, service, database, topics, lines };
}

/** A service that is not started yet; stopped with the test. */
export function makeApi(
  t: Cleanup,
  { database, topics }: { database: TestDatabase; topics: TestTopics },
  env: Record<string, string> = {},
): { service: ApiService; lines: LogLine[] } {
  const config = loadSettings(apiSettings, {
    ADMIN_TOKEN,
    SECRET_KEYS,
    DATABASE_URL: database.url,
    KAFKA_BROKERS: topics.brokers.join(','),
    TOPIC_PREFIX: topics.prefix,
    RETRY_LADDER: topics.ladder.steps.map(({ name }) => name).join(','),
    PORT: '0',
    POOL_SIZE: '4',
    // A busy machine is no reason for a 503. Beyond 15 s the server takes the connection for dead.
    ACCEPT_TIMEOUT: '12s',
    ...env,
  });
  const lines: LogLine[] = [];
  const service = buildService(config, recordingLog(lines));
  t.after(() => service.stop(AbortSignal.timeout(5000)));
  return { service, lines };
}

function recordingLog(lines: LogLine[]): Logger {
  const log = createLogger('api', 'debug');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    log[level] = (fields: unknown, message?: string) => {
      lines.push({ level, message: message ?? '', fields: fields as LogLine['fields'] });
    };
  }
  return log;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** One call; a body that is no text or bytes is sent as JSON. Of a stream, which has no end, the beginning is read. */
export async function call(
  url: string,
  method: string,
  options: { key?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const { key, body } = options;
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: {
      ...(key === undefined ? {} : { 'x-api-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined
      ? {}
      : { body: raw ? (body as string | Buffer<ArrayBuffer>) : JSON.stringify(body) }),
  });
  const text = isStream(response) ? await beginningOf(response) : await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
}

function isStream({ headers }: Response): boolean {
  return headers.get('content-type') === 'text/event-stream';
}

async function beginningOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const read = await reader?.read();
  await reader?.cancel();
  return Buffer.from(read?.value ?? []).toString();
}

export interface Tenant {
  readonly organizationId: string;
  readonly apiKey: string;
  readonly keyId: string;
}

/** Makes an organization with a key. */
export async function createTenant(url: string, name = 'A tenant'): Promise<Tenant> {
  const answer = await call(`${url}/api/keys/generate`, 'POST', {
    headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    body: { organization_name: name },
  });
  if (answer.status !== 201) throw new Error(`no key: ${answer.text}`);
  const { organization_id, api_key, key_id } = answer.json;
  return { organizationId: String(organization_id), apiKey: String(api_key), keyId: String(key_id) };
}
