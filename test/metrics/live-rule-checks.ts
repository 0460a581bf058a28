// The rules as the running Prometheus has them: each must have been evaluated without an error, on metrics that exist.
import { metricNames } from '@hopline/dashboards/metric-names';
import { until } from '../support/until.ts';
import type { Checks } from './checks.ts';
import type { Prometheus } from './prometheus.ts';

interface LiveRule {
  readonly name: string;
  readonly query: string;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
}

export async function checkLiveRules(prometheus: Prometheus, checks: Checks): Promise<void> {
  const rules = await until('every rule was evaluated', async () => {
    const { groups } = await prometheus.ask<{ groups: { rules: LiveRule[] }[] }>('rules');
    const all = groups.flatMap((group) => group.rules);
    return all.length > 0 && all.every(({ health }) => health !== 'unknown') ? all : undefined;
  });
  const known = new Set(await prometheus.ask<string[]>('label/__name__/values'));
  for (const { name, query, health, lastError } of rules) {
    const unknown = metricNames(query).filter((metric) => !known.has(metric));
    const problem = health === 'ok' ? undefined : (lastError ?? health);
    checks.note(
      `rule ${name}`,
      problem ?? (unknown.length > 0 ? `nothing is called ${unknown.join(', ')}` : undefined),
    );
  }
}
