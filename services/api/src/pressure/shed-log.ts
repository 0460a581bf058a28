// What an overloaded process refuses by the thousand is logged once a second: a line each would cost more than the
// refusals, at the worst moment.
import type { Logger } from '@hopline/telemetry/logger';
import type { ShedError } from '../errors.ts';

const INTERVAL_MS = 1000;

/** Counts one more of these. */
export type NoteShed = (error: ShedError) => void;

/** One line, `requests.shed`, for each reason and second in which there were any. */
export function createShedLog(log: Pick<Logger, 'warn'>): NoteShed {
  const counts = new Map<string, { readonly code: string; count: number }>();

  function report(): void {
    for (const [detail, { code, count }] of counts) log.warn({ code, detail, count }, 'requests.shed');
    counts.clear();
  }

  return ({ code, message }) => {
    // No timer while nothing is refused.
    if (counts.size === 0) setTimeout(report, INTERVAL_MS).unref();
    const known = counts.get(message);
    if (known) known.count += 1;
    else counts.set(message, { code, count: 1 });
  };
}
