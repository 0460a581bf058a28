// What a dashboard is made of, in our own words. Plain values: tests and `npm run verify:metrics` read them too.

/** Units as Grafana names them. */
export type Unit = 's' | 'reqps' | 'ops' | 'short' | 'percentunit' | 'bytes' | 'cps';

export interface Query {
  /** PromQL, with Grafana's `$__rate_interval`. */
  readonly expr: string;
  /** What the series is called, with `{{label}}` for its labels. */
  readonly legend: string;
}

export interface PanelSpec {
  readonly kind: 'series' | 'number';
  readonly title: string;
  /** What it shows, and what is good and bad. */
  readonly about: string;
  readonly unit: Unit;
  readonly queries: readonly Query[];
  /** Of 24; a third of the row without it, a sixth for a number. */
  readonly width?: number;
  /** Drawn as a line: what alerts begin at. */
  readonly limit?: number;
  /** The axis ends there. */
  readonly max?: number;
  /** Series stand on each other. */
  readonly stacked?: boolean;
  /** The name of an alert: the panel links to its section of the runbook. */
  readonly alert?: string;
  /** TraceQL: the panel's series link to these traces, of the time shown. */
  readonly traces?: string;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

export interface BoardSpec {
  /** The name of the file, and the end of the dashboard's uid. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly RowSpec[];
}
