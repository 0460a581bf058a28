// Whose events a rolling run sends: organizations and endpoints that were made over the API, as people make them.
import { until } from '../../support/until.ts';
import type { Target } from './http-load.ts';
import type { RollingEndpoint } from './judge-rolling.ts';
import { type RollingReceivers, SLOW } from './receivers.ts';

/** Organizations whose receivers answer at once; their endpoints lie in different partitions. */
const QUICK = 10;
/** So many events a second go to the receiver that takes its time: fewer than it can have under way. */
const SLOW_RATE = 1;
/** One event of so many is for the ordered endpoint. */
const ORDERED_EVERY = 50;
const ORDERING_KEYS = 20;

interface Tenant extends RollingEndpoint {
  readonly key: string;
}

export interface RollingTenants {
  readonly endpoints: readonly RollingEndpoint[];
  targetOf(number: number): Target;
}

/** @param rate of the load, in events a second */
export async function makeTenants(
  url: string,
  adminToken: string,
  receivers: RollingReceivers,
  rate: number,
): Promise<RollingTenants> {
  const make = async (path: string, ordered: boolean): Promise<Tenant> => {
    const { organization_id, api_key } = await call(`${url}/api/keys/generate`, `Bearer ${adminToken}`, {
      organization_name: `Rolling ${path}`,
      tier: 'enterprise',
    });
    const endpoint = await call(`${url}/api/endpoints`, `Bearer ${api_key}`, {
      url: receivers.urlOf(path),
      ordered,
    });
    return {
      id: String(endpoint.id),
      organizationId: String(organization_id),
      key: String(api_key),
      path,
      ordered,
    };
  };
  const quick: Tenant[] = [];
  for (let i = 0; i < QUICK; i += 1) quick.push(await make(`/quick-${i}`, false));
  const slow = await make(SLOW, false);
  const ordered = await make('/ordered', true);
  const slowEvery = Math.max(2, Math.round(rate / SLOW_RATE));
  return {
    endpoints: [...quick, slow, ordered].map(({ key: _, ...endpoint }) => endpoint),
    targetOf(number) {
      const isOrdered = number % ORDERED_EVERY === 1;
      const one = number % slowEvery === 0 ? slow : isOrdered ? ordered : (quick[number % QUICK] ?? slow);
      const orderingKey =
        one === ordered ? `key ${Math.floor(number / ORDERED_EVERY) % ORDERING_KEYS}` : undefined;
      return { key: one.key, organizationId: one.organizationId, orderingKey };
    },
  };
}

/** One call that makes something. Kafka may still be electing the leaders of new topics. */
function call(url: string, authorization: string, body: object): Promise<Record<string, unknown>> {
  return until(`${url} answers`, async () => {
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (answer.status >= 400 && answer.status < 500) throw new Error(`${url}: ${answer.status} ${text}`);
    return answer.ok && (JSON.parse(text) as Record<string, unknown>);
  });
}
