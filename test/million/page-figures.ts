// What a page costs: the time of each request as the browser measured it, its nodes, and its heap when nothing is left to collect.
import type { CDPSession, Page } from 'playwright-core';
import type { Checks } from '../metrics/checks.ts';

export interface TimedRequest {
  readonly what: string;
  /** From its start to the last byte of the answer, in milliseconds (Resource Timing, `responseEnd`). */
  readonly ms: number;
}

export interface Size {
  readonly nodes: number;
  readonly listeners: number;
  readonly heapBytes: number;
}

/** Requests to the API that have ended; a stream does not while it is looked at. */
export function timeRequests(page: Page): readonly TimedRequest[] {
  const requests: TimedRequest[] = [];
  page.on('requestfinished', (request) => {
    const { pathname, search } = new URL(request.url());
    if (!pathname.startsWith('/api/') || pathname.endsWith('/stream')) return;
    requests.push({ what: `${request.method()} ${pathname}${search}`, ms: request.timing().responseEnd });
  });
  return requests;
}

/** Looks at the size of a page, as often as it is called. */
export async function watchSize(page: Page): Promise<() => Promise<Size>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  return async () => {
    // What is only reachable by what the first one frees goes with the second.
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { nodes, listeners: jsEventListeners, heapBytes: usedSize };
  };
}

/** What the last third may be of the first: a page that grows has more each time. */
const MOST_GROWTH = 1.25;

/** Notes whether a page stayed as it was, and says so. */
export function noteGrowth(
  name: string,
  sizes: readonly Size[],
  { checks, say }: { readonly checks: Checks; readonly say: (text: string) => void },
): void {
  const third = Math.floor(sizes.length / 3);
  const parts = [sizes.slice(0, third), sizes.slice(-third)];
  for (const key of ['heapBytes', 'nodes', 'listeners'] as const) {
    // The least of each: now and then something waits for its collection, and what grows is never small again.
    const [first = 0, last = 0] = parts.map((part) => Math.min(...part.map((size) => size[key])));
    const growth = last / first;
    const figures =
      key === 'heapBytes' ? [first, last].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`) : [first, last];
    say(`  ${name}: ${key} ${figures.join(' to ')}, ${growth.toFixed(2)} of the first third`);
    checks.note(
      `${name}: ${key} of the page does not grow`,
      growth <= MOST_GROWTH
        ? undefined
        : `the last third has ${growth.toFixed(2)} times as many as the first`,
    );
  }
}
