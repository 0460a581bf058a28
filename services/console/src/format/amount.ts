// Numbers, sizes and durations as people read them.

export function count(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** A rate a second: whole from ten on, else with one decimal. */
export function rate(perSecond: number, locale?: string): string {
  const maximumFractionDigits = perSecond >= 10 ? 0 : 1;
  return new Intl.NumberFormat(locale, { maximumFractionDigits }).format(perSecond);
}

/** Milliseconds as `12 ms`, `1.2 s`, `3 min` or `2 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  // What would be rounded up to the next unit is that.
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_570_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** A share of a whole, 0 to 1, as per cent. What is not all is never shown as 100 %, nor what is something as 0 %. */
export function share(part: number, locale?: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (part > 0.999 && part < 1) return format.format(0.999);
  if (part > 0 && part < 0.001) return format.format(0.001);
  return format.format(part);
}

/** Bytes as `187 B`, `9.9 kB` or `1.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 999_950 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `1 event`, `2 events`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
