// Does it work at all? One user posts an event, and waits until it can be read back from Postgres.
import { check, sleep } from 'k6';
import http from 'k6/http';
import { Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import { expectAccepted, postEvent } from './event.ts';
import { apiKey, BASE_URL, P95, seconds } from './settings.ts';

const LOOK_SECONDS = 0.05;
const GIVE_UP_MS = 10_000;
const KEY = apiKey();
const stored = new Trend('event_stored', true);

export const options: Options = {
  vus: 1,
  duration: `${seconds('10s')}s`,
  thresholds: {
    checks: ['rate==1'],
    http_req_failed: ['rate<0.01'],
    'http_req_duration{name:/api/events}': [`p(95)<${P95}`],
  },
};

export default function smoke(): void {
  const answer = postEvent(KEY);
  expectAccepted(answer);
  if (answer.status !== 202) {
    sleep(1);
    return;
  }
  const id = answer.json('id');
  const acceptedAt = Date.now();
  const params = {
    headers: { 'x-api-key': KEY },
    tags: { name: '/api/events/:id' },
    // It is 404 for some milliseconds, while the event is on its way to Postgres.
    responseCallback: http.expectedStatuses(200, 404),
  };
  let status = 0;
  while (status !== 200 && Date.now() - acceptedAt < GIVE_UP_MS) {
    sleep(LOOK_SECONDS);
    status = http.get(`${BASE_URL}/api/events/${id}`, params).status;
  }
  stored.add(Date.now() - acceptedAt);
  check(status, { 'is stored': () => status === 200 });
}
