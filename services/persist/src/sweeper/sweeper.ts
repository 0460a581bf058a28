import { withSweepLock } from '@hopline/postgres/sweeper/with-sweep-lock';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { Histogram } from '@hopline/telemetry/metrics';
import { failSpan, type Span, traceIdOf } from '@hopline/telemetry/tracing';
import { type SweepDeps, type SweepReport, startSweepTrace, sweep } from './sweep.ts';

export interface SweeperOptions {
  readonly intervalMs: number;
  readonly roundSeconds: Histogram;
  /** What whoever sweeps does besides, in its turn. It must not reject. */
  readonly alongside?: () => Promise<void>;
}

/** Sweeps every `intervalMs`, and again at once while it finds more. One sweeper works at a time, however many run. */
export function createSweeper(deps: SweepDeps, options: SweeperOptions, log: Logger): Component {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  /** Of the round that is under way. */
  let trace: Span | undefined;

  async function round(): Promise<void> {
    let more = true;
    while (more && !stopping.signal.aborted) {
      more = false;
      // What keeps this round from its beginning is none of the one before.
      trace = undefined;
      const started = performance.now();
      await withSweepLock(deps.pool, async () => {
        trace = startSweepTrace();
        try {
          const report = await sweep(deps, trace);
          more = report.more;
          finish(report, performance.now() - started, trace);
        } finally {
          options.roundSeconds.observe((performance.now() - started) / 1000);
        }
        await options.alongside?.();
      });
    }
  }

  /** A round that found nothing leaves no line, and no span: one that is never ended goes nowhere. */
  function finish({ more, ...counts }: SweepReport, durationMs: number, span: Span): void {
    if (Object.values(counts).every((count) => count === 0)) return;
    span.end();
    const duration_ms = Math.round(durationMs);
    log.info({ ...counts, more, duration_ms, trace_id: traceIdOf(span) }, 'sweep.finished');
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await sleep(options.intervalMs, stopping.signal);
        await round();
      } catch (error) {
        if (stopping.signal.aborted) return;
        const problem = describeError(error);
        if (trace?.isRecording()) failSpan(trace, (error as Error).name, problem);
        log.warn({ problem, trace_id: trace && traceIdOf(trace) }, 'sweep.failed');
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
