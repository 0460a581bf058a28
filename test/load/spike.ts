// What does a sudden spike leave behind? A calm third, a third at SPIKE a second, a calm third again: in the last one it must be
// as good as if nothing had been. During the spike whoever is refused must be told when to come again.
import type { Options, Scenario } from 'k6/options';
import { expectAcceptedOrLater, postEvent } from './event.ts';
import { apiKey, number, P95, seconds, users } from './settings.ts';

const KEY = apiKey();
const RATE = number('RATE', 50);
const SPIKE = number('SPIKE', RATE * 10);
const third = seconds('60s') / 3;
/** What is still under way from the spike is not the calm's to answer for. */
const SETTLE_SECONDS = 2;

const phase = (rate: number, startAfter: number, length: number): Scenario => ({
  executor: 'constant-arrival-rate',
  rate,
  timeUnit: '1s',
  startTime: `${startAfter}s`,
  duration: `${length}s`,
  ...users(rate),
});

export const options: Options = {
  scenarios: {
    before: phase(RATE, 0, third),
    spike: phase(SPIKE, third, third),
    after: phase(RATE, 2 * third + SETTLE_SECONDS, third),
  },
  thresholds: {
    checks: ['rate==1'],
    'http_req_duration{scenario:before}': [`p(95)<${P95}`],
    'http_req_duration{scenario:spike}': [],
    'http_req_duration{scenario:after}': [`p(95)<${P95}`],
    'http_req_failed{scenario:after}': ['rate<0.01'],
  },
};

export default function spike(): void {
  expectAcceptedOrLater(postEvent(KEY));
}
