// What the tracing SDK has to say, such as that nobody takes its spans. By itself it says so to nobody, unless OTEL_LOG_LEVEL
// is set: then it goes to the console, as it does wherever OpenTelemetry is used.
import { describeError } from '@hopline/runtime/errors';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { setGlobalErrorHandler } from '@opentelemetry/core';
import { createLineLimit } from './line-limit.ts';
import type { Logger } from './logger.ts';

/** While a collector is away there is something to say every few seconds. */
const LINES_A_MINUTE = 5;
const MINUTE_MS = 60_000;

/** Writes a line about each warning and each error of the SDK, while they are few. To be called before it is made. */
export function logTracingTrouble(log: Pick<Logger, 'warn'>, env: NodeJS.ProcessEnv): void {
  if (env.OTEL_LOG_LEVEL?.trim()) return;
  const note = noteTrouble(log);
  setGlobalErrorHandler((error) => note(describeError(error)));
  const say = (...words: unknown[]) => note(words.filter((word) => typeof word === 'string').join(' '));
  const nothing = () => {};
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** @param now milliseconds of a monotonic clock */
export function noteTrouble(
  log: Pick<Logger, 'warn'>,
  now: () => number = () => performance.now(),
): (problem: string) => void {
  const limit = createLineLimit(LINES_A_MINUTE, MINUTE_MS, now);
  return (problem) => {
    const unwritten = limit.admit();
    if (unwritten) log.warn({ problem, ...unwritten }, 'tracing.failed');
  };
}
