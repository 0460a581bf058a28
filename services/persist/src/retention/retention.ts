import type { Pool } from '@hopline/postgres/pool';
import { withRetentionLock } from '@hopline/postgres/retention/with-retention-lock';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import type { Retain } from './retain.ts';

export interface RetentionOptions {
  readonly pool: Pool;
  readonly retain: Retain;
  readonly intervalMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

/** Looks every `intervalMs` for days whose retention is over. One process works at a time, however many run. */
export function createRetention({ pool, retain, intervalMs, log }: RetentionOptions): Component {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function round(): Promise<void> {
    let more = true;
    while (more) {
      more = false;
      await withRetentionLock(pool, async () => {
        more = await retain(stopping.signal);
      });
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await sleep(intervalMs, stopping.signal);
        await round();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ problem: describeError(error) }, 'retention.failed');
      }
    }
  }

  return {
    name: 'retention',
    async start() {
      running ??= run();
    },
    async stop(deadline) {
      stopping.abort();
      // What a statement was doing is done again by the next round.
      if (running) await raceSignal(running, deadline).catch(() => {});
    },
  };
}
