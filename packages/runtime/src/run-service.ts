// The one place that hears signals. A service's main.ts builds its component and hands it over here.
import { describeError } from './errors.ts';
import type { Component } from './lifecycle.ts';
import { debugOnSignal, type LeveledLog } from './log-level.ts';

/** The few log calls that are needed here; the telemetry package's logger fits. */
export interface RunLog extends LeveledLog {
  error(fields: object, message: string): void;
}

/**
 * Starts a service and keeps it until SIGTERM, SIGINT, the end of its parent (an IPC channel that closes) or a failure
 * of its own; then stops it, draining for at most `graceMs`. A second signal ends the process at once.
 * Exit codes: 0 stopped when asked, 1 failed, 130 cut short by a second signal.
 */
export async function runService(component: Component, log: RunLog, graceMs: number): Promise<never> {
  let stopRequested: (why: string) => void = () => {};
  const asked = new Promise<string>((resolve) => {
    stopRequested = resolve;
  });
  let signals = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(130);
      stopRequested(signal);
    });
  }
  debugOnSignal(log);
  // A supervisor that was killed cannot send a signal any more, but its IPC channel closes.
  process.on('disconnect', () => stopRequested('the parent process ended'));
  // Node's own words for it would show all that the error holds, such as a row that was refused.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      log.error({ err: error }, 'service.crashed');
      process.exit(1);
    });
  }

  let exitCode = 0;
  const failed = component.failed ?? new Promise<never>(() => {});
  try {
    const early = await Promise.race([component.start().then(() => undefined), asked]);
    if (early === undefined) {
      log.info({ pid: process.pid }, 'service.started');
    }
    const why = early ?? (await Promise.race([asked, failed]));
    log.info({ why, graceMs }, 'service.stopping');
  } catch (error) {
    log.error({ err: error, problem: describeError(error) }, 'service.failed');
    exitCode = 1;
  }
  try {
    await component.stop(AbortSignal.timeout(graceMs));
  } catch (error) {
    log.error({ err: error, problem: describeError(error) }, 'service.stop_failed');
    exitCode = 1;
  }
  log.info({ exitCode }, 'service.stopped');
  process.exit(exitCode);
}
