// Refusals have a line each, until there are many of a kind: of a flood the lines would cost more than the answers, and
// say no more.
import type { Logger } from '@hopline/telemetry/logger';

const INTERVAL_MS = 1000;
const LINES = 10;

/** Whether one more refusal with this code is to have a line of its own. If not, it is counted. */
export type MayLogRefusal = (code: string) => boolean;

/** Ten lines a second and code, and one, `requests.refused`, that counts the others. */
export function createRefusalLog(log: Pick<Logger, 'warn'>): MayLogRefusal {
  const counts = new Map<string, number>();

  function report(): void {
    for (const [code, count] of counts) {
      if (count > LINES) log.warn({ count: count - LINES, code }, 'requests.refused');
    }
    counts.clear();
  }

  return (code) => {
    // No timer while there are none.
    if (counts.size === 0) setTimeout(report, INTERVAL_MS).unref();
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= LINES;
  };
}
