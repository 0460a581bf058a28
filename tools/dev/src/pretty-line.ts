// A line of a service's log for a person: `12:03:04.512 info delivery.attempted outcome=succeeded status=200`.

const LEVELS: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** What is no line of JSON with a level is given back as it is. */
export function prettyLine(line: string): string {
  const fields = parse(line);
  if (!fields) return line;
  const { level, time, msg, service: _service, ...rest } = fields;
  const texts = Object.entries(rest).map(([name, value]) => `${name}=${valueText(value)}`);
  return [String(time).slice(11, 23), LEVELS[Number(level)] ?? level, msg, ...texts].join(' ');
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const fields = JSON.parse(line) as Record<string, unknown>;
    return typeof fields.level === 'number' ? fields : undefined;
  } catch {
    return undefined;
  }
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  // An error: its message says most; the log file has the rest.
  const { message } = (value ?? {}) as { message?: unknown };
  return JSON.stringify(typeof message === 'string' ? message : value);
}
