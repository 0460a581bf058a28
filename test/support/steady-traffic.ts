// An organization that posts an event every so often, whatever else happens: the neighbour that must not notice.
import { sleep } from '@hopline/runtime/wait';
import type { Cleanup } from './cleanup.ts';

export interface Sample {
  /** 202, or what else was answered or went wrong. */
  readonly outcome: number | string;
  /** When it should have been sent, and how long after that it was answered, in milliseconds. */
  readonly at: number;
  readonly ms: number;
}

export interface SteadyTraffic {
  /** What was answered since the last call. */
  take(): Sample[];
}

/** Posts an event every `everyMs`, without waiting for the answers, until the test is over. */
export function startSteadyTraffic(t: Cleanup, url: string, apiKey: string, everyMs = 20): SteadyTraffic {
  let samples: Sample[] = [];
  const over = new AbortController();

  async function post(intendedAt: number): Promise<void> {
    const outcome = await fetch(`${url}/api/events`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: '{"type":"order.created","payload":{"order":"ord_7Q2MZK9V4T"}}',
      signal: over.signal,
    }).then(
      async (response) => {
        const text = await response.text();
        return response.status === 202 ? response.status : `${response.status} ${text}`;
      },
      (error: Error) => error.message,
    );
    if (!over.signal.aborted) samples.push({ outcome, at: intendedAt, ms: performance.now() - intendedAt });
  }

  async function run(): Promise<void> {
    const startedAt = performance.now();
    for (let i = 0; !over.signal.aborted; i += 1) {
      const intendedAt = startedAt + i * everyMs;
      await sleep(intendedAt - performance.now(), over.signal).catch(() => {});
      if (!over.signal.aborted) void post(intendedAt);
    }
  }

  const running = run();
  t.after(() => {
    over.abort(new Error('the test is over'));
    return running;
  });
  return {
    take() {
      const taken = samples;
      samples = [];
      return taken;
    },
  };
}

/** The outcomes that are no 202. */
export function failuresOf(samples: readonly Sample[]): (number | string)[] {
  return samples.map(({ outcome }) => outcome).filter((outcome) => outcome !== 202);
}

/**
 * The slowest answer of a second, in milliseconds, as it is in most seconds (the median): what a busy machine does to some
 * of them leaves it alone, what makes every second slow does not.
 */
export function slowestOfASecond(samples: readonly Sample[]): number {
  const slowest = new Map<number, number>();
  for (const { at, ms } of samples) {
    const second = Math.floor(at / 1000);
    slowest.set(second, Math.max(slowest.get(second) ?? 0, ms));
  }
  const sorted = [...slowest.values()].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
