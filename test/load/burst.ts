// What do short bursts do? RATE events a second, and every ten seconds BURST a second for one second. Whoever is refused
// must be told when to come again.
import type { Options } from 'k6/options';
import { expectAcceptedOrLater, postEvent } from './event.ts';
import { apiKey, number, seconds, users } from './settings.ts';

const KEY = apiKey();
const RATE = number('RATE', 50);
const BURST = number('BURST', RATE * 5);
const PERIOD_SECONDS = 10;
const bursts = Math.max(1, Math.floor(seconds('60s') / PERIOD_SECONDS));

export const options: Options = {
  scenarios: {
    burst: {
      executor: 'ramping-arrival-rate',
      startRate: RATE,
      timeUnit: '1s',
      stages: Array.from({ length: bursts }, () => [
        { duration: `${PERIOD_SECONDS - 1}s`, target: RATE },
        { duration: '0s', target: BURST },
        { duration: '1s', target: BURST },
        { duration: '0s', target: RATE },
      ]).flat(),
      ...users(BURST),
    },
  },
  thresholds: { checks: ['rate==1'], events_accepted: ['count>0'], dropped_iterations: ['count==0'] },
};

export default function burst(): void {
  expectAcceptedOrLater(postEvent(KEY));
}
