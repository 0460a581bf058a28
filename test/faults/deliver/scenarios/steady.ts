// No fault at all: the answers of the receivers are what makes retries, and every one of them must come on time.
import type { DeliverScenario } from '../scenario.ts';

const POSTS = 2000;

export const steady: DeliverScenario = {
  name: 'steady',
  about: 'nothing but receivers that answer 503 or 429 now and then: no retry is late',
  isCalm: true,
  // A breaker that stays open would hold retries back, for a time that receivers do not see.
  env: { BREAKER_OPEN: '1ms' },
  async run(stage) {
    await stage.posted(POSTS);
    return [];
  },
};
