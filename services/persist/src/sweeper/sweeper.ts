import { withSweepLock } from '@hopline/postgres/sweeper/with-sweep-lock';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import { type SweepDeps, type SweepReport, sweep } from './sweep.ts';

export interface SweeperOptions {
  readonly intervalMs: number;
}

/** Sweeps every `intervalMs`, and again at once while it finds more. One sweeper works at a time, however many run. */
export function createSweeper(deps: SweepDeps, options: SweeperOptions, log: Logger): Component {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function round(): Promise<void> {
    let more = true;
    while (more && !stopping.signal.aborted) {
      more = false;
      const started = performance.now();
      await withSweepLock(deps.pool, async () => {
        const report = await sweep(deps);
        more = report.more;
        logReport(report, performance.now() - started);
      });
    }
  }

  function logReport({ more, ...counts }: SweepReport, durationMs: number): void {
    if (Object.values(counts).every((count) => count === 0)) return;
    log.info({ ...counts, more, duration_ms: Math.round(durationMs) }, 'sweep.finished');
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await sleep(options.intervalMs, stopping.signal);
        await round();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ problem: describeError(error) }, 'sweep.failed');
      }
    }
  }

  return {
    name: 'sweeper',
    async start() {
      running ??= run();
    },
    async stop(deadline) {
      stopping.abort();
      // A statement that hangs must not keep the process: whatever it was doing is done again by the next round.
      if (running) await raceSignal(running, deadline).catch(() => {});
    },
  };
}
