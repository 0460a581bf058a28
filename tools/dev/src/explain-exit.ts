import type { ServerExit } from './server-process.ts';

/** The line of a dead server's last words that most likely says why, in at most 300 characters. */
export function explainExit(exit: ServerExit): string {
  const lines = exit.lastLines.map((line) => line.trim());
  const cause =
    lines.findLast((line) => line.startsWith('Caused by: ')) ??
    lines.find((line) => /\b(FATAL|PANIC)\b/.test(line)) ??
    lines.find((line) => /^[\w.$]+(Exception|Error): /.test(line)) ??
    lines.find((line) => /\b(ERROR|[Ee]rror)\b/.test(line)) ??
    lines.at(-1);
  const how = exit.signal === null ? `exit code ${exit.code}` : exit.signal;
  return cause === undefined ? how : `${how}: ${cause.slice(0, 300)}`;
}
