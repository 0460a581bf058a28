// What Postgres was asked, by whom, from its own log: `log_statement=all`, each line beginning with the name of the
// application. A statement of several lines goes on in lines that begin with a tab.

/** Settings of the server for such a log. */
export const STATEMENT_LOG = {
  log_statement: 'all',
  log_line_prefix: '%a|',
  // A line a statement, and not a second one for its duration.
  log_duration: 'off',
  log_min_duration_statement: '-1',
};

export interface AskedStatement {
  readonly application: string;
  /** The name of a prepared statement, or the beginning of its text. */
  readonly statement: string;
}

const LINE = /^([^|]*)\|LOG: {2}(?:statement: (?<text>.*)|execute (?<name>[^:]+): (?<body>.*))$/;
const LONGEST = 60;

export function statementsIn(log: string): AskedStatement[] {
  return log.split('\n').flatMap((line) => {
    const match = LINE.exec(line);
    if (!match) return [];
    const { text, name, body } = match.groups ?? {};
    const known = name === undefined || name === '<unnamed>' ? (text ?? body ?? '') : name;
    return [{ application: match[1] ?? '', statement: known.trim().slice(0, LONGEST) }];
  });
}
