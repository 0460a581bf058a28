// Where a command prints, and how.
export interface Terminal {
  /** One line, or several, of what was asked for. */
  print(text: string): void;
  /** One JSON document on one line. */
  json(value: unknown): void;
  /** Something about the work itself, such as its progress; never part of the result. */
  note(text: string): void;
  readonly paint: Paint;
}

/** Marks text; without colours it stays as it is. */
export type Paint = (style: Style, text: string) => string;

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Style = keyof typeof STYLES;

interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A terminal on these streams. Colours are for a terminal alone, and not where NO_COLOR is set (https://no-color.org). */
export function createTerminal(
  streams: { readonly stdout: Stream; readonly stderr: Stream },
  env: NodeJS.ProcessEnv,
): Terminal {
  const { stdout, stderr } = streams;
  const colours = Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    print: (text) => void stdout.write(`${text}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value, bigintAsText)}\n`),
    note: (text) => {
      if (stderr.isTTY) stderr.write(`${text}\n`);
    },
    paint: (style, text) => (colours ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text),
  };
}

/** An offset may be beyond what a double holds exactly. */
function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
