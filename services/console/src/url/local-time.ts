// What an <input type="datetime-local"> holds, which has no zone: the viewer's.

/** An instant for such an input, to the minute; empty for none. */
export function toInput(instant: string | undefined): string {
  const ms = instant === undefined ? Number.NaN : Date.parse(instant);
  if (Number.isNaN(ms)) return '';
  const offset = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offset).toISOString().slice(0, 16);
}

/** The instant that an input means, where it stood for one before: as long as it shows the same, that one. */
export function instantOf(text: string, before: string | undefined): string | undefined {
  return text === toInput(before) ? before : fromInput(text);
}

/** The instant that an input means; undefined for none. */
export function fromInput(text: string): string | undefined {
  const ms = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
