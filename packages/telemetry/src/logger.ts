import { setting } from '@hopline/runtime/settings';
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { printError } from './print-error.ts';

export type { Logger } from 'pino';

export const telemetrySettings = {
  LOG_LEVEL: setting.oneOf(['debug', 'info', 'warn', 'error', 'silent'] as const, {
    description:
      'the least level of log lines: debug, info, warn, error or silent. SIGUSR2 turns debug on and off at run time',
    default: 'info',
  }),
};

/**
 * A logger that writes one JSON object a line to standard output. A line's message is `noun.verb_past`; one wide line
 * stands for one unit of work. Never a payload, a secret, or a URL with its query.
 */
export function createLogger(service: string, level: string): Logger {
  // Synchronous: a line is out before the crash that it tells of, and an exit never waits for a reader that is gone.
  const output = destination({ dest: 1, sync: true });
  return pino(
    { level, base: { service }, timestamp: stdTimeFunctions.isoTime, serializers: { err: printError } },
    output,
  );
}
