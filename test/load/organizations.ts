// Many organizations at once, as in production: their events go to many partitions, while all those of one go to the same.
// It makes them, which needs ADMIN_TOKEN, and revokes their keys at its end.
import exec from 'k6/execution';
import http from 'k6/http';
import type { Options } from 'k6/options';
import { expectAccepted, postEvent } from './event.ts';
import { BASE_URL, number, P95, seconds, secret, users } from './settings.ts';

const ADMIN_TOKEN = secret('ADMIN_TOKEN', 'it makes the organizations; `npm start` prints one');
const ORGANIZATIONS = number('ORGANIZATIONS', 50);
const RATE = number('RATE', 100);
const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };

interface Organization {
  readonly organization_id: string;
  readonly key_id: string;
  readonly api_key: string;
}

export const options: Options = {
  setupTimeout: '5m',
  scenarios: {
    organizations: {
      executor: 'constant-arrival-rate',
      rate: RATE,
      timeUnit: '1s',
      duration: `${seconds('30s')}s`,
      ...users(RATE),
    },
  },
  thresholds: {
    'http_req_duration{name:/api/events}': [`p(95)<${P95}`],
    'http_req_failed{name:/api/events}': ['rate<0.01'],
    dropped_iterations: ['count==0'],
  },
};

export function setup(): Organization[] {
  return Array.from({ length: ORGANIZATIONS }, (_, i) => {
    const body = JSON.stringify({ organization_name: `k6 ${i + 1}`, tier: 'enterprise' });
    const answer = http.post(`${BASE_URL}/api/keys/generate`, body, { headers });
    if (answer.status !== 201) throw new Error(`no organization was made: ${answer.status} ${answer.body}`);
    return answer.json() as unknown as Organization;
  });
}

export default function organizations(made: readonly Organization[]): void {
  const organization = made[exec.scenario.iterationInTest % made.length];
  if (organization) expectAccepted(postEvent(organization.api_key));
}

export function teardown(made: readonly Organization[]): void {
  for (const { organization_id: organization, key_id: key } of made) {
    http.del(`${BASE_URL}/api/keys/${key}?organization_id=${organization}`, null, { headers });
  }
}
