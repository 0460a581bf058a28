import type { OnDependencyChange } from '@hopline/runtime/health';
import type { Logger } from './logger.ts';

/** One line when a dependency is lost and one when it is back, however often it is looked at. */
export function logDependencyChange(
  log: Pick<Logger, 'info' | 'warn'>,
  change: Parameters<OnDependencyChange>[0],
): void {
  const { dependency } = change;
  if (change.up) log.info({ dependency, away_ms: Math.round(change.awayMs) }, 'dependency.recovered');
  else log.warn({ dependency, problem: change.problem }, 'dependency.lost');
}
