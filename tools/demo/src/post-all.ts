// The demo's load: an open loop, so that a slow answer does not slow the next request down.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Organization, postEvent } from './client.ts';
import type { DemoLedger } from './ledger.ts';
import type { DemoEvent } from './payloads.ts';

// A tenth of the events is posted twice.
const REPEAT_EVERY = 10;

/**
 * Posts all events at `rate` a second, turn about for the organizations, and writes what was accepted into the ledger.
 * @param run makes the dedup_ids of this run different from those of another
 */
export async function postAll(options: {
  url: string;
  run: string;
  events: readonly DemoEvent[];
  organizations: readonly Organization[];
  rate: number;
  ledger: DemoLedger;
  onProgress: (posted: number) => void;
}): Promise<void> {
  const { url, run, events, organizations, rate, ledger, onProgress } = options;
  const started = performance.now();
  const pending: Promise<void>[] = [];

  async function post(index: number, event: DemoEvent): Promise<void> {
    const organization = index % organizations.length;
    const { apiKey } = organizations[organization] as Organization;
    const dedupId = `${run}-${index}`;
    const body = `{"type":${JSON.stringify(event.type)},"dedup_id":"${dedupId}","payload":${event.payload}}`;
    for (let times = index % REPEAT_EVERY === 0 ? 2 : 1; times > 0; times -= 1) {
      const { id, ms, sentAgain } = await postEvent(url, apiKey, body);
      ledger.sentAgain += sentAgain;
      ledger.accept({
        id,
        dedupId,
        organization,
        payload: event.payload,
        acceptedAt: Date.now(),
        acceptMs: ms,
      });
    }
  }

  for (const [index, event] of events.entries()) {
    const wait = started + (index * 1000) / rate - performance.now();
    if (wait > 1) await sleep(wait);
    pending.push(post(index, event));
    onProgress(index + 1);
  }
  await Promise.all(pending);
}
