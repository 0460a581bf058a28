// Every panel's query, asked of a Prometheus that has scraped the system under load: it must be right, and have data; and
// where the load moved something, the data must show it.
import { BOARDS } from '@hopline/dashboards/boards';
import { metricNames } from '@hopline/dashboards/metric-names';
import type { BoardSpec, PanelSpec, Query } from '@hopline/dashboards/panel-spec';
import type { Checks } from './checks.ts';
import type { Prometheus, Series } from './prometheus.ts';
import { whyEmpty, whyZero } from './quiet-panels.ts';

/** What Grafana puts in for its variable when the scrape interval is a second or so. */
const RATE_INTERVAL = '15s';

/** @param sinceMs from when on the load ran, in milliseconds since the epoch */
export async function checkPanels(prometheus: Prometheus, sinceMs: number, checks: Checks): Promise<void> {
  const known = new Set(await prometheus.ask<string[]>('label/__name__/values'));
  for (const board of BOARDS) {
    for (const panel of board.rows.flatMap(({ panels }) => panels)) {
      for (const query of panel.queries) {
        const name = `${board.title} / ${panel.title} / ${query.legend}`;
        checks.note(name, await problemOf({ prometheus, board, panel, query, known, sinceMs }));
      }
    }
  }
}

async function problemOf(given: {
  prometheus: Prometheus;
  board: BoardSpec;
  panel: PanelSpec;
  query: Query;
  known: ReadonlySet<string>;
  sinceMs: number;
}): Promise<string | undefined> {
  const { prometheus, board, panel, query, known, sinceMs } = given;
  const mayBeEmpty = whyEmpty(board.name, panel.title);
  // `or vector(0)` would hide a name that is wrong.
  const unknown = metricNames(query.expr).filter((name) => !known.has(name));
  if (unknown.length > 0 && !mayBeEmpty) return `nothing is called ${unknown.join(', ')}: ${query.expr}`;
  let series: Series[];
  try {
    const { result } = await prometheus.ask<{ result: Series[] }>('query_range', {
      query: query.expr.replaceAll('$__rate_interval', RATE_INTERVAL),
      start: String(sinceMs / 1000),
      end: String(Date.now() / 1000),
      step: '1',
    });
    series = result;
  } catch (error) {
    return `${(error as Error).message}: ${query.expr}`;
  }
  const values = series
    .flatMap((one) => one.values?.map(([, text]) => Number(text)) ?? [])
    .filter(Number.isFinite);
  if (values.length === 0) return mayBeEmpty ? undefined : `no data: ${query.expr}`;
  if (values.every((value) => value === 0) && !mayBeEmpty && !whyZero(board.name, panel.title, query.legend))
    return `always 0, though the load should have moved it: ${query.expr}`;
  return undefined;
}
