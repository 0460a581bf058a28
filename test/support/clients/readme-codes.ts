// The tables of codes in the READMEs of the clients. They are published without docs/errors.md, so they have its rows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Nobody with an API key is answered these: administrators are, browsers, and whoever opens the console. */
const OF_OTHERS =
  /^HPL_(AUTH_(ADMIN_REFUSED|CSRF|ORIGIN)|CONSOLE_\w+|ORGANIZATION_\w+|TOPICS?_\w+|GROUP_\w+)$/;

const END = '<!-- end of codes -->';
const TABLES: Readonly<Record<string, () => string>> = {
  '<!-- codes: made from docs/errors.md -->': () =>
    table(
      ['code', 'status', 'what it means', 'what to do'],
      rowsOf('What the API answers').filter(([code = '']) => !OF_OTHERS.test(code)),
    ),
  '<!-- codes of the client: made from docs/errors.md -->': () =>
    table(
      ['code', 'what it means', 'what to do'],
      rowsOf('What the client raises').map(([code = '', , ...rest]) => [code, ...rest]),
    ),
};

/** The text with its tables as they should be. */
export function withCodes(text: string): string {
  let made = text;
  for (const [begin, print] of Object.entries(TABLES)) {
    const from = made.indexOf(begin);
    if (from < 0) continue;
    const to = made.indexOf(END, from);
    if (to < 0) throw new Error(`nothing ends ${begin}`);
    made = `${made.slice(0, from)}${begin}\n${print()}${made.slice(to)}`;
  }
  return made;
}

/** The cells of each row of the table under a heading of docs/errors.md, links without where they lead. */
function rowsOf(heading: string): string[][] {
  const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const lines = section.split('\n## ')[0]?.split('\n') ?? [];
  return lines
    .filter((line) => line.startsWith('| HPL_'))
    .map((line) =>
      line
        .replaceAll(/ \(\[[^\]]+\]\([^)]+\)\)/g, '')
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const print = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [print(head), `|${'---|'.repeat(head.length)}\n`, ...rows.map(print)].join('');
}
