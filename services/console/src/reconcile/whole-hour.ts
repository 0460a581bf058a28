/** The beginning of the hour that an instant is in, UTC; undefined of none. */
export function toHour(instant: string | undefined): string | undefined {
  const ms = instant === undefined ? Number.NaN : Date.parse(instant);
  return Number.isNaN(ms) ? undefined : `${new Date(ms).toISOString().slice(0, 13)}:00:00.000Z`;
}
