// Who asks for a pause gets one: Retry-After holds the whole endpoint, not only the delivery that was answered so.
import type { Faults } from '../judge.ts';
import { RETRY_AFTER_MS } from './endpoints.ts';
import type { Case } from './judge.ts';

/** What was on its way when the answer was given: it is read, and posts that had begun before arrive, within this time. */
const ON_ITS_WAY_MS = RETRY_AFTER_MS / 2;

export function judgeHolds(cases: readonly Case[], faults: Faults): void {
  for (const ofEndpoint of Map.groupBy(cases, ({ endpoint }) => endpoint.id).values()) {
    const posts = ofEndpoint.flatMap((one) => one.posts);
    const asked = posts.flatMap(({ status, endedAt }) => (status === 429 && endedAt ? [endedAt] : []));
    for (const { at, webhookId, behaviour } of posts) {
      const since = asked.find((from) => at > from + ON_ITS_WAY_MS && at < from + RETRY_AFTER_MS);
      if (since === undefined) continue;
      faults.add(
        'a post to an endpoint that is held',
        `${at - since} ms later, ${webhookId} to ${behaviour}`,
      );
    }
  }
}
