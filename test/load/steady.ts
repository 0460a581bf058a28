// Does it keep a rate? An open loop: so many events a second, whatever the answers do.
import type { Options } from 'k6/options';
import { expectAccepted, postEvent } from './event.ts';
import { apiKey, number, P95, seconds, users } from './settings.ts';

const KEY = apiKey();
const RATE = number('RATE', 100);

export const options: Options = {
  scenarios: {
    steady: {
      executor: 'constant-arrival-rate',
      rate: RATE,
      timeUnit: '1s',
      duration: `${seconds('30s')}s`,
      ...users(RATE),
    },
  },
  thresholds: {
    http_req_duration: [`p(95)<${P95}`],
    http_req_failed: ['rate<0.01'],
    // What found no free user was never sent, and is in no latency.
    dropped_iterations: ['count==0'],
  },
};

export default function steady(): void {
  expectAccepted(postEvent(KEY));
}
