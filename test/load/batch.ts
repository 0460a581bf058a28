// Many events in one request, which is the cheapest way in: RATE events a second in batches of BATCH.
import { check } from 'k6';
import type { Options } from 'k6/options';
import { expectAccepted, postBatch } from './event.ts';
import { apiKey, number, P95, seconds, users } from './settings.ts';

const KEY = apiKey();
const RATE = number('RATE', 1000);
const BATCH = number('BATCH', 100);

export const options: Options = {
  scenarios: {
    batch: {
      executor: 'constant-arrival-rate',
      // Events a second: so many requests in as many seconds as a batch has events.
      rate: RATE,
      timeUnit: `${BATCH}s`,
      duration: `${seconds('30s')}s`,
      ...users(RATE / BATCH),
    },
  },
  thresholds: {
    checks: ['rate==1'],
    http_req_duration: [`p(95)<${P95}`],
    http_req_failed: ['rate<0.01'],
    dropped_iterations: ['count==0'],
  },
};

export default function batch(): void {
  const answer = postBatch(KEY, BATCH);
  expectAccepted(answer);
  check(answer, { 'every event is accepted': (given) => given.json('accepted') === BATCH });
}
