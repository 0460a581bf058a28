/** One line of a scrape. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** Where it is not the instrument's own: `<name>_bucket` and the like. */
  readonly metricName?: string;
  readonly exemplar?: Exemplar;
}

/** A single observation that stands for its bucket, with the trace that it was made in. */
export interface Exemplar {
  readonly labelSet: { readonly trace_id: string };
  readonly value: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** What a scrape reads. Recording is kept apart from it, and cheap; all that printing takes is done when it is asked for. */
export interface Instrument {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labelNames: readonly string[];
  samples(): Sample[];
}
