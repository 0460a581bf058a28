// What every process tells of itself, whatever it is for.
import packageJson from '../../package.json' with { type: 'json' };
import type { Metrics } from '../metrics.ts';

/** Which version runs. All packages and services have the same one. */
export function addInfoMetric(metrics: Metrics): void {
  const { version } = packageJson;
  metrics.gauges('hopline_info', 'always 1; the version of Hopline that runs', ['version'], () => [
    { labels: { version }, value: 1 },
  ]);
}

/** Whether what the process needs is there, as /readyz has it. */
export interface DependencyState {
  /** One of a few names of ours. */
  readonly dependency: string;
  readonly up: boolean;
}

/** @param states what the last look has found; asked at every scrape */
export function addDependencyMetric(metrics: Metrics, states: () => readonly DependencyState[]): void {
  metrics.gauges(
    'dependency_up',
    '1 while what the process needs is there, 0 while it is away, as /readyz says; looked at every few seconds',
    ['dependency'],
    () => states().map(({ dependency, up }) => ({ labels: { dependency }, value: up ? 1 : 0 })),
  );
}
