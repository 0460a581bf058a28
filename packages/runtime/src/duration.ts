const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads a duration such as `200ms`, `5s`, `10m`, `1h` or `30d`.
 * @returns milliseconds
 * @throws {RangeError} when the text is not one positive number with one unit
 */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined) {
    throw new RangeError(
      `"${text}" is not a duration: write a number and a unit, such as 200ms, 5s, 10m, 1h or 30d`,
    );
  }
  return Math.round(Number(match[1]) * unit);
}

/** Writes milliseconds with the largest unit that gives a whole number: 60000 is `1m`, 1500 is `1500ms`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNITS[unit] ?? 1;
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
