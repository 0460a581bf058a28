/** A delivery's row in the state that somebody knows of: a row that has moved on has a higher version. */
export interface DeliveryRef {
  /** The event's UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly id: string;
  readonly version: number;
}

/** The references as three arrays, for `unnest($1::date[], $2::uuid[], $3::int[])`. */
export function refColumns(refs: readonly DeliveryRef[]): [string[], string[], number[]] {
  return [refs.map(({ day }) => day), refs.map(({ id }) => id), refs.map(({ version }) => version)];
}
