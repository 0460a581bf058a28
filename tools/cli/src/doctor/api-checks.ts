// The HTTP API, and what the services send to: whether they answer.

import { once } from 'node:events';
import { connect } from 'node:net';
import { type Check, type Finding, failed, ok, skipped, warning } from './check.ts';

const TIMEOUT_MS = 5000;
const SKEW_MS = 3000;
/** What the api demands (services/api/src/config.ts). */
export const MIN_TOKEN_LENGTH = 32;

export interface ApiTargets {
  readonly url: string | undefined;
  readonly adminToken: string | undefined;
  readonly otlpUrl: string | undefined;
  readonly registry: { readonly url: URL; readonly credentials: string | undefined } | undefined;
}

export function apiChecks({ url, adminToken, otlpUrl, registry }: ApiTargets): Check[] {
  return [
    {
      name: 'api /readyz',
      otherwise: 'check HOPLINE_URL, and that the api runs',
      look: async () => (url === undefined ? skipped('HOPLINE_URL is not set') : await judgeReadiness(url)),
    },
    {
      name: 'ADMIN_TOKEN',
      needs: 'api /readyz',
      otherwise: 'see the log of the api',
      look: async () => await judgeToken(url, adminToken),
    },
    {
      name: 'schema registry',
      otherwise: 'check SCHEMA_REGISTRY_URL; only the migrate job needs it to be up',
      look: async () =>
        registry === undefined ? skipped('SCHEMA_REGISTRY_URL is not set') : await judgeRegistry(registry),
    },
    {
      name: 'OTLP endpoint',
      otherwise: 'check OTEL_EXPORTER_OTLP_ENDPOINT; without it no trace is kept, and nothing else is wrong',
      look: async () =>
        otlpUrl === undefined ? skipped('OTEL_EXPORTER_OTLP_ENDPOINT is not set') : await judgeOtlp(otlpUrl),
    },
  ];
}

async function judgeReadiness(url: string): Promise<Finding> {
  const asked = Date.now();
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const answered = Date.now();
  const body = (await response.json().catch(() => ({}))) as { checks?: Record<string, string> };
  const wrong = Object.entries(body.checks ?? {}).filter(([, state]) => state !== 'ok');
  if (!response.ok) {
    const reasons = wrong.map(([name, state]) => `${name}: ${state}`).join('; ');
    return failed(
      `${url} answers ${response.status}: ${reasons || 'not ready'}`,
      'docs/health.md says what each check is',
    );
  }
  // HTTP's own header, in whole seconds (RFC 9110, section 6.6.1).
  const theirs = Date.parse(response.headers.get('date') ?? '');
  const off = Number.isNaN(theirs) ? 0 : Math.max(asked - theirs - 1000, theirs - answered);
  if (off > SKEW_MS) {
    return warning(
      `its clock is ${Math.round(off / 1000)} s from that of this machine`,
      'let both follow the same time servers (NTP): an event has the time of the api',
    );
  }
  return ok(`${url} is ready, answers in ${answered - asked} ms`);
}

async function judgeToken(url: string | undefined, token: string | undefined): Promise<Finding> {
  if (!token) return skipped('ADMIN_TOKEN is not set here', 'set it as the api has it');
  if (token.length < MIN_TOKEN_LENGTH) {
    return failed(
      `it has ${token.length} characters, fewer than ${MIN_TOKEN_LENGTH}`,
      'make another one: openssl rand -hex 24',
    );
  }
  if (url === undefined) return ok(`${token.length} characters`);
  const response = await fetch(`${url}/api/organizations?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (response.status === 401) return failed('the api does not take it', 'set it as the api has it');
  return response.ok
    ? ok(`${token.length} characters, and the api takes it`)
    : failed(`the api answers ${response.status}`, 'see its log');
}

async function judgeRegistry({ url, credentials }: NonNullable<ApiTargets['registry']>): Promise<Finding> {
  const base = new URL(url);
  const own = base.username && `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
  const basic = credentials ?? own;
  base.username = '';
  base.password = '';
  base.pathname = base.pathname.replace(/\/*$/, '/');
  const response = await fetch(new URL('subjects', base), {
    headers: basic ? { authorization: `Basic ${Buffer.from(basic, 'utf8').toString('base64')}` } : {},
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (response.ok) return ok(`${base.href} answers`);
  return failed(
    `${base.href} answers ${response.status}`,
    'check SCHEMA_REGISTRY_URL and SCHEMA_REGISTRY_AUTH',
  );
}

/** Whether somebody listens: what is spoken there, HTTP or gRPC, is not told by the address. */
async function judgeOtlp(text: string): Promise<Finding> {
  const url = URL.parse(text);
  if (!url) return failed('OTEL_EXPORTER_OTLP_ENDPOINT is not a URL', 'http://collector:4318');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port, timeout: TIMEOUT_MS });
  socket.once('timeout', () => socket.destroy(new Error('it does not answer')));
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
  return ok(`somebody listens at ${url.host}`);
}
