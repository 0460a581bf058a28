// Puts the table of a whole run into docs/reliability.md, between two marks, with what it was made on.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, '..', '..', '..', 'docs', 'reliability.md');
const [BEGIN, END] = ['<!-- npm run faults -- all --write: from here', 'to here -->'];
const GIB = 2 ** 30;

export interface Report {
  readonly seed: number;
  readonly table: string;
  readonly counts: string;
}

/** @throws {Error} when the marks are not there */
export function writeReport({ seed, table, counts }: Report): void {
  const text = readFileSync(FILE, 'utf8');
  const begin = text.indexOf('\n', text.indexOf(BEGIN)) + 1;
  const end = text.lastIndexOf('\n', text.indexOf(END)) + 1;
  if (!text.includes(BEGIN) || end < begin) throw new Error(`${FILE} has no place for the table`);
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / GIB)} GiB, ${platform()}, Node ${process.version}`;
  const report = `${date}, seed ${seed}, on ${machine}: ${counts}.\n\n${table}\n`;
  writeFileSync(FILE, `${text.slice(0, begin)}${report}${text.slice(end)}`);
}
