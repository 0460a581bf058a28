// The services log JSON lines (pino). People at the console get the few that matter, in a few words.

const WARN = 40;

export interface LogLine {
  /** Pino's level: 30 info, 40 warning, 50 error, 60 fatal. */
  readonly level: number;
  /** The message and, if there is one, what went wrong. */
  readonly text: string;
}

/** Reads a line of a service's log; undefined if it is no JSON line with a level. */
export function parseLogLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, dependency, problem, err, error, reason, report } = JSON.parse(line) as Record<
      string,
      unknown
    >;
    if (typeof level !== 'number') return undefined;
    const message = (value: unknown) =>
      typeof value === 'string' ? value : (value as { message?: unknown } | undefined)?.message;
    const why = [problem, err, error, reason, report]
      .map(message)
      .find((text) => typeof text === 'string' && text !== '');
    return { level, text: [msg, dependency, why].filter((text) => typeof text === 'string').join(': ') };
  } catch {
    return undefined;
  }
}

/** Lets each warning or error through to the console, but the same words at most every `everyMs`. */
export class LogFilter {
  readonly #everyMs: number;
  readonly #seen = new Map<string, { until: number; withheld: number }>();

  constructor(everyMs = 10_000) {
    this.#everyMs = everyMs;
  }

  /** What to show of this line, or undefined for nothing. @param now in milliseconds */
  brief(line: string, now: number): string | undefined {
    const parsed = parseLogLine(line);
    if (parsed === undefined || parsed.level < WARN) return undefined;
    // Ids and numbers differ from line to line, the trouble is the same.
    const key = parsed.text.replaceAll(/[\da-f-]*\d[\da-f-]*/g, '#');
    const seen = this.#seen.get(key);
    if (seen !== undefined && now < seen.until) {
      seen.withheld += 1;
      return undefined;
    }
    if (this.#seen.size > 200) this.#seen.clear();
    this.#seen.set(key, { until: now + this.#everyMs, withheld: 0 });
    const more = seen?.withheld ? ` (and ${seen.withheld} like it)` : '';
    const word = parsed.level > WARN ? 'error' : 'warning';
    return `${word}: ${parsed.text.replaceAll(/\s+/g, ' ').slice(0, 300)}${more}`;
  }
}
