import { parseLogLine } from './log-line.ts';
import type { ServerExit } from './server-process.ts';

/** How a process ended and the line of its last words that most likely says why, in at most 300 characters. */
export function explainExit(exit: ServerExit): string {
  const how = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
  const cause = likelyCause(exit.lastLines.map((line) => line.trim()));
  return cause === undefined ? how : `${how}: ${cause.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
}

function likelyCause(lines: readonly string[]): string | undefined {
  const logged = lines.map(parseLogLine).filter((line) => line !== undefined);
  const worst = logged.findLast((line) => line.level >= 50) ?? logged.findLast((line) => line.level >= 40);
  const plain = lines.filter((line) => parseLogLine(line) === undefined);
  return (
    worst?.text ??
    plain.findLast((line) => line.startsWith('Caused by: ')) ??
    plain.find((line) => /\b(FATAL|PANIC)\b/.test(line)) ??
    plain.find((line) => /^[\w.$]*(Exception|Error)( \[\w+\])?: /.test(line)) ??
    plain.find((line) => /\b(ERROR|[Ee]rror)\b/.test(line)) ??
    plain.at(-1) ??
    logged.at(-1)?.text
  );
}
