// A log that says nothing and keeps its warnings.
import { createLogger, type Logger } from '@hopline/telemetry/logger';

export interface KeptWarnings {
  readonly log: Logger;
  /** The fields of every warning with this message. */
  of(message: string): readonly Record<string, unknown>[];
}

export function keepWarnings(service: string): KeptWarnings {
  const log = createLogger(service, 'silent');
  const warnings: { message: string | undefined; fields: Record<string, unknown> }[] = [];
  log.warn = (fields: unknown, message?: string) => {
    warnings.push({ message, fields: fields as Record<string, unknown> });
  };
  return {
    log,
    of: (message) => warnings.filter((one) => one.message === message).map(({ fields }) => fields),
  };
}
