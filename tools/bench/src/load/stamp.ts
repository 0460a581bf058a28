// When an event should have been sent, written into its payload by the generator and read by the receiver of its webhook:
// by a clock that all processes of the machine share and that nobody sets.

export const STAMP_NAME = 'sent_at';
export const STAMP_BYTES = 16;
/** What stands in a template where the stamp goes. */
export const BLANK_STAMP = '_'.repeat(STAMP_BYTES);

const BEGINNING = Buffer.from(`"${STAMP_NAME}":"`);

/** Milliseconds, with microseconds as fractions, since some moment that is the same for all processes. */
export function machineNow(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}

/** @param at of `machineNow()` */
export function stampOf(at: number): string {
  return at.toFixed(3).padStart(STAMP_BYTES, '0');
}

/** The first stamp in these bytes; undefined when there is none. */
export function readStamp(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(BEGINNING);
  if (at < 0) return undefined;
  const from = at + BEGINNING.length;
  return Number(bytes.toString('latin1', from, from + STAMP_BYTES));
}
