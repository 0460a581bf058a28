// Two organizations: the endpoints of one take what they get, those of the other fail in every way there is.
import { freePort } from '@hopline/dev/ports';
import { call } from '../integration/api-fixture.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { startReceiver } from '../support/receiver.ts';
import type { TestSystem } from '../support/system.ts';

const SLOW_MS = 200;
/** Of the events of a round: one that is delivered at the second attempt, and one that never is. */
const UNLUCKY = 3;
const ILL_FATED = 5;

export interface Tenants {
  /** The key of the organization whose receivers take nearly everything, sooner or later. */
  readonly well: string;
  /** The key of the one whose receivers do not. */
  readonly ill: string;
  /** Gives the latter one more endpoint, which will say that it is gone, and be disabled. */
  addGone(): Promise<void>;
}

export async function makeTenants(t: Cleanup, system: TestSystem): Promise<Tenants> {
  const receiver = await startReceiver(t, ({ path, body }, response, nth) => {
    if (path === '/flaky') return flaky(body, nth);
    if (path === '/broken') return 500;
    if (path === '/gone') return 410;
    if (path === '/slow') setTimeout(() => response.writeHead(200).end('ok'), SLOW_MS);
    return path === '/slow' || path === '/hang' ? undefined : 200;
  });
  const at = (path: string) => `${receiver.url}/${path}`;
  const closed = `http://127.0.0.1:${await freePort()}/`;
  const noTls = `https://127.0.0.1:${receiver.port}/`;
  const [well, ill] = [await makeKey(system), await makeKey(system)];
  for (const url of [at('ok'), at('slow'), at('flaky')]) await makeEndpoint(system, well, url);
  for (const url of [at('broken'), at('hang'), closed, noTls]) await makeEndpoint(system, ill, url);
  return { well, ill, addGone: () => makeEndpoint(system, ill, at('gone')) };
}

/** So few fail that the breaker stays closed: it would keep them from being tried again. */
function flaky(body: Buffer, nth: number): number {
  const { data } = JSON.parse(body.toString()) as { data: { i?: number } };
  if (data.i === ILL_FATED) return 500;
  return data.i === UNLUCKY && nth === 1 ? 500 : 200;
}

async function makeKey({ url, adminToken }: TestSystem): Promise<string> {
  const { status, text, json } = await call(`${url}/api/keys/generate`, 'POST', {
    headers: { authorization: `Bearer ${adminToken}` },
    body: { organization_name: 'Metrics', tier: 'pro' },
  });
  if (status !== 201) throw new Error(text);
  return String(json.api_key);
}

async function makeEndpoint({ url }: TestSystem, key: string, hook: string): Promise<void> {
  const { status, text } = await call(`${url}/api/endpoints`, 'POST', { key, body: { url: hook } });
  if (status !== 201) throw new Error(text);
}
