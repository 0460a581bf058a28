// Shares the counts of the rate limits with the other instances: twice a second while there is traffic, and not at all
// without. Nobody waits for it.

import type { Queryable } from '@hopline/postgres/pool';
import { deleteOldCounts } from '@hopline/postgres/rate-limits/delete-old-counts';
import { shareCounts } from '@hopline/postgres/rate-limits/share-counts';
import { backoffDelay } from '@hopline/runtime/backoff';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, within } from '@hopline/runtime/wait';
import type { Logger } from '@hopline/telemetry/logger';
import { ownCounts, type RateLimiter, type TakenCounts } from './rate-limiter.ts';

export interface ShareLimitsDeps {
  readonly limiter: RateLimiter;
  readonly pool: Queryable;
  /** A UUID of this process. */
  readonly instanceId: string;
  readonly windowMs: number;
  readonly log: Logger;
}

/** Between the beginnings of two rounds. */
const INTERVAL_MS = 500;
/** The same for what should not wait for its turn. */
const EARLY_MS = 50;
/** How long Postgres may take for one round. */
const TIMEOUT_MS = 1000;
/** After a failure; so long does it take at most to notice that Postgres is back. */
const BACKOFF = { initialMs: 500, maxMs: 5000 };
/** An instance is live until it has not written for some rounds. */
const LIVE_MS = 3000;
/** Old rows are deleted every so often, and at once again when there were more of them than one step takes. */
const CLEAN_MS = 10_000;
const CLEAN_STEP = 1000;

export function shareLimits({ limiter, pool, instanceId, windowMs, log }: ShareLimitsDeps): Component {
  let timer: NodeJS.Timeout | undefined;
  let timerAt = 0;
  let forgetting: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let beganAt = Number.NEGATIVE_INFINITY;
  let cleanAt = 0;
  let failures = 0;
  let stopped = false;

  limiter.onWaiting = (early) => {
    if (!running) schedule(early ? EARLY_MS : INTERVAL_MS);
  };

  /** Begins a round when so much time has passed since the last one began: at once after a pause. */
  function schedule(intervalMs: number): void {
    if (stopped || (timer && failures > 0)) return;
    const at = beganAt + (failures === 0 ? intervalMs : backoffDelay(BACKOFF, failures));
    if (timer && at >= timerAt) return;
    clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(begin, Math.max(0, at - performance.now()));
    // Requests keep the process; this alone need not.
    timer.unref();
  }

  function begin(): void {
    timer = undefined;
    running = round().finally(() => {
      running = undefined;
      if (limiter.hasWaiting) schedule(INTERVAL_MS);
    });
  }

  async function round(): Promise<void> {
    const taken = limiter.take();
    if (!taken) return;
    beganAt = performance.now();
    try {
      await share(taken);
      if (failures > 0) log.info({ failures }, 'rate_limit.sharing_resumed');
      failures = 0;
    } catch (error) {
      limiter.fail(taken);
      if (failures === 0) log.warn({ problem: describeError(error) }, 'rate_limit.sharing_lost');
      failures += 1;
    }
    if (failures === 0) await clean();
  }

  async function share(taken: TakenCounts): Promise<void> {
    const ids = taken.organizations.map(({ limit }) => limit.organizationId);
    const options = { instanceId, windowMs, liveMs: LIVE_MS };
    const shared = shareCounts(pool, ownCounts(taken), ids, options);
    limiter.learn(taken, await within(shared, TIMEOUT_MS));
  }

  async function clean(): Promise<void> {
    if (beganAt < cleanAt) return;
    try {
      const deleted = deleteOldCounts(pool, 3 * windowMs, CLEAN_STEP);
      const isDone = (await within(deleted, TIMEOUT_MS)) < CLEAN_STEP;
      cleanAt = isDone ? beganAt + CLEAN_MS : 0;
    } catch (error) {
      // The next time will do.
      log.debug({ problem: describeError(error) }, 'rate_limit.cleaning_failed');
      cleanAt = beganAt + CLEAN_MS;
    }
  }

  async function stop(deadline: AbortSignal): Promise<void> {
    stopped = true;
    clearTimeout(timer);
    clearInterval(forgetting);
    await running;
    const taken = limiter.take();
    if (!taken || deadline.aborted || failures > 0) return;
    // The others should know what this instance admitted in its last moments.
    await raceSignal(share(taken), deadline).catch((error: unknown) => {
      log.warn({ problem: describeError(error) }, 'rate_limit.sharing_lost');
    });
  }

  let ended: Promise<void> | undefined;
  return {
    name: 'sharing of the rate limits',
    async start() {
      forgetting ??= setInterval(() => limiter.forgetIdle(), windowMs / 2).unref();
    },
    stop(deadline) {
      ended ??= stop(deadline);
      return ended;
    },
  };
}
