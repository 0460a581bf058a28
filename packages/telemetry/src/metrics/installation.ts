// What is the same whoever looks: figures of the whole installation, which one process at a time reads now and then.
import type { Metrics } from '../metrics.ts';

/** What could not be read is left out. */
export interface InstallationFigures {
  /** Records in each dead-letter topic. */
  readonly deadLetters: ReadonlyMap<string, number>;
  readonly replays?: Readonly<Record<'running' | 'paused', number>>;
  readonly endpoints?: Readonly<Record<'active' | 'paused' | 'disabled', number>>;
  /** Active ones whose breaker is not closed. */
  readonly endpointsFailing?: number;
  /** The age of the oldest day that is kept, from its beginning; left out when there is none. */
  readonly oldestDaySeconds?: number;
}

const SAME = 'the same whichever process tells: take the highest, never a sum';

/** @param latest what was read last, or undefined when this process knows nothing of late; asked at every scrape */
export function addInstallationMetrics(
  metrics: Metrics,
  latest: () => InstallationFigures | undefined,
): void {
  const one = (value: number | undefined) => (value === undefined ? [] : [{ labels: {}, value }]);
  const each = (label: string, values: Readonly<Record<string, number>> | undefined) =>
    Object.entries(values ?? {}).map(([name, value]) => ({ labels: { [label]: name }, value }));
  metrics.gauges('dead_letters', `records in a dead-letter topic; ${SAME}`, ['topic'], () =>
    each('topic', Object.fromEntries(latest()?.deadLetters ?? [])),
  );
  metrics.gauges('replays', `replays that are not over, by state; ${SAME}`, ['state'], () =>
    each('state', latest()?.replays),
  );
  metrics.gauges('endpoints', `endpoints of all organizations, by state; ${SAME}`, ['state'], () =>
    each('state', latest()?.endpoints),
  );
  metrics.gauges('endpoints_failing', `active endpoints whose breaker is not closed; ${SAME}`, [], () =>
    one(latest()?.endpointsFailing),
  );
  metrics.gauges(
    'oldest_day_age_seconds',
    `the age of the oldest day of events, from its beginning: a day or two above EVENT_RETENTION at most; ${SAME}`,
    [],
    () => one(latest()?.oldestDaySeconds),
  );
}
