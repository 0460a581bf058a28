import { cpus, totalmem } from 'node:os';

/** The machine that a figure was measured on, in one line. */
export function describeMachine(): string {
  const processors = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown CPU'}, ${gib} GiB, ${process.platform}, Node ${process.version}`;
}
