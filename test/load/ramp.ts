// How does it feel to more and more users? Up to 100 of them, each of which waits for its answer and then a moment: a closed
// loop, so that a slow system is asked less. Its p95 is that of the patient; steady.ts does not wait.
import { sleep } from 'k6';
import type { Options } from 'k6/options';
import { expectAccepted, postEvent } from './event.ts';
import { apiKey, number, P95, seconds } from './settings.ts';

const KEY = apiKey();
const USERS = number('USERS', 100);
/** Seconds between an answer and the next request of a user. */
const THINK = number('THINK', 0.1);
const quarter = `${seconds('2m') / 4}s`;

export const options: Options = {
  scenarios: {
    ramp: {
      executor: 'ramping-vus',
      startVUs: 0,
      stages: [
        { duration: quarter, target: Math.ceil(USERS / 5) },
        { duration: quarter, target: USERS },
        { duration: quarter, target: USERS },
        { duration: quarter, target: 0 },
      ],
    },
  },
  thresholds: { http_req_duration: [`p(95)<${P95}`], http_req_failed: ['rate<0.01'] },
};

export default function ramp(): void {
  expectAccepted(postEvent(KEY));
  sleep(THINK);
}
