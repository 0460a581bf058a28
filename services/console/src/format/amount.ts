// Numbers, sizes and durations as people read them.

export function count(value: number, locale?: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** A rate a second: whole from ten on, else with one decimal. */
export function rate(perSecond: number, locale?: string): string {
  const maximumFractionDigits = perSecond >= 10 ? 0 : 1;
  return new Intl.NumberFormat(locale, { maximumFractionDigits }).format(perSecond);
}

/** Milliseconds as `12 ms`, `1.2 s`, `3 min`, `2 h` or `7 d`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  // What would be rounded up to the next unit is that.
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 3_570_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 171_000_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}

/** A share of a whole, 0 to 1, as per cent. What is not all is never shown as 100 %, nor what is something as 0 %. */
export function share(part: number, locale?: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (part > 0.999 && part < 1) return format.format(0.999);
  if (part > 0 && part < 0.001) return format.format(0.001);
  return format.format(part);
}

/** Bytes as `187 B`, `9.9 kB`, `1.2 MB` or `3.4 GB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_950) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 999_950_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `1 event`, `2 events`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
