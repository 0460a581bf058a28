import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceProcess } from './service-process.ts';
import { until } from './until.ts';

/** For the environment of a service that memoryOf will ask. */
export const MEMORY_REPORTS = {
  NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, 'report-memory.ts')).href}`,
};

const asked = new WeakMap<ServiceProcess, number>();

/** What is in use after a collection of garbage, in bytes. */
export async function memoryOf(service: ServiceProcess): Promise<number> {
  const reports = (asked.get(service) ?? 0) + 1;
  asked.set(service, reports);
  process.kill(service.pid, 'SIGUSR2');
  const report = new RegExp(`memory report ${reports}: (\\d+)`);
  const [, bytes] = await until('a report of memory', () => report.exec(service.log()));
  return Number(bytes);
}
