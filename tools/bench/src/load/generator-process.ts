// The measurement's end of a load generator.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cpuMs } from '../process-usage.ts';
import { Histogram } from './histogram.ts';
import type { Load, LoadReport } from './load.ts';

export interface LoadResult extends Omit<LoadReport, 'accepted' | 'refused' | 'lateness' | 'windows'> {
  readonly acceptedPerSecond: number;
  readonly accepted: Histogram;
  readonly refused: Histogram;
  readonly lateness: Histogram;
  readonly windows: readonly Histogram[];
}

export class Generator implements AsyncDisposable {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'generator.ts'), {
      serialization: 'advanced',
      env: { PATH: process.env.PATH },
    });
  }

  /** CPU time so far in milliseconds. */
  cpuMs(): number {
    return cpuMs(this.#child.pid ?? 0);
  }

  /**
   * Runs the loads at the same time.
   * @returns one result for each, in their order
   */
  async run<const L extends readonly Load[]>(...loads: L): Promise<{ [K in keyof L]: LoadResult }> {
    const failed = new AbortController();
    const onExit = (code: number | null) =>
      failed.abort(new Error(`the load generator ended with code ${code}`));
    this.#child.once('exit', onExit);
    const answer = once(this.#child, 'message', { signal: failed.signal });
    this.#child.send(loads);
    const [reports] = (await answer) as [LoadReport[]];
    this.#child.off('exit', onExit);
    return reports.map((report, i) => toResult(report, (loads[i] as Load).seconds)) as {
      [K in keyof L]: LoadResult;
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}

function toResult(report: LoadReport, seconds: number): LoadResult {
  return {
    ...report,
    acceptedPerSecond: report.acceptedInTime / seconds,
    accepted: new Histogram(report.accepted),
    refused: new Histogram(report.refused),
    lateness: new Histogram(report.lateness),
    windows: report.windows.map((counts) => new Histogram(counts)),
  };
}
