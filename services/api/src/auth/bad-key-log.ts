// Bad keys have a line each, until there are many: of a flood the lines would cost more than the look-ups, and say no more.
import type { Logger } from '@hopline/telemetry/logger';

const INTERVAL_MS = 1000;
const LINES = 10;

/** Whether one more bad key is to have a line of its own. If not, it is counted. */
export type MayLogBadKey = () => boolean;

/** Ten lines a second, and one, `keys.refused`, that counts the others. */
export function createBadKeyLog(log: Pick<Logger, 'warn'>): MayLogBadKey {
  let keys = 0;

  function report(): void {
    if (keys > LINES) log.warn({ count: keys - LINES, code: 'HPL_AUTH_KEY_REFUSED' }, 'keys.refused');
    keys = 0;
  }

  return () => {
    // No timer while there are none.
    if (keys === 0) setTimeout(report, INTERVAL_MS).unref();
    keys += 1;
    return keys <= LINES;
  };
}
