// Works off replays: one process at a time, a step after the other, at the rate that all of them have together.
import type { Publisher } from '@hopline/kafka/port';
import { type Hold, nextStepDue } from '@hopline/postgres/replays/job-row';
import { withReplayLock } from '@hopline/postgres/replays/with-replay-lock';
import { describeError } from '@hopline/runtime/errors';
import type { Component } from '@hopline/runtime/lifecycle';
import { raceSignal, sleep } from '@hopline/runtime/wait';
import { hopSpan, replayAttributes } from '@hopline/telemetry/hop-spans';
import type { Logger } from '@hopline/telemetry/logger';
import type { CounterFamily } from '@hopline/telemetry/metrics';
import { epochOf, type Span, SpanKind, startTrace } from '@hopline/telemetry/tracing';
import type { AvroCodec } from '@hopline/wire/avro-codec';
import { partitionFor } from '@hopline/wire/partitioner';
import type { TopicNames } from '@hopline/wire/topics';
import type { WakeUp } from '@hopline/wire/wake-up';
import { type StepDeps, type StepReport, takeStep } from './step.ts';

/** The turn of a process is shorter than what its lock allows; then whoever comes first has the next one. */
const TURN_MS = 60_000;
/** A job whose next step is further away is looked for again by the interval. */
const NEAR_MS = 1000;
/** What a step that only looked takes is left to the database twice: replays look for a third of the time at most. */
const REST = 2;
const HOLDS: ReadonlySet<string> = new Set<Hold>(['paused', 'disabled', 'held']);
/** However many endpoints are waited for, a look at them costs no more than a step each so often. */
const MIN_REST_MS = 10;

export interface ReplayerDeps extends StepDeps {
  readonly publisher: Pick<Publisher, 'publish' | 'partitionsOf'>;
  readonly codec: Pick<AvroCodec<WakeUp>, 'encode'>;
  readonly names: Pick<TopicNames, 'deliveries'>;
  /** Told of what was looked at, once that is committed. */
  readonly looked: Pick<CounterFamily<'result'>, 'of'>;
}

export interface ReplayerOptions {
  /** How often jobs are looked for while there are none, in milliseconds. */
  readonly intervalMs: number;
}

/** The trace of a step: what it makes pending is posted in others, which are linked to it. */
function traceStep({ replayId, endpointId, organizationId, chosen }: StepReport, startedAt: number): Span {
  return startTrace(hopSpan.replay, {
    kind: SpanKind.INTERNAL,
    startTime: epochOf(startedAt),
    attributes: replayAttributes({ replayId, endpointId, organizationId, chosen }),
  });
}

export function createReplayer(
  deps: ReplayerDeps,
  { intervalMs }: ReplayerOptions,
  log: Pick<Logger, 'info' | 'warn'>,
): Component {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** The parts that this process has met in its turn. */
  let met = new Set<string>();
  let running: Promise<void> | undefined;

  async function turn(): Promise<void> {
    met = new Set();
    const endsAt = performance.now() + TURN_MS;
    while (performance.now() < endsAt && !signal.aborted) {
      const startedAt = performance.now();
      const step = await takeStep(deps);
      if (!step) {
        const dueInMs = await nextStepDue(deps.pool);
        if (dueInMs === undefined || dueInMs > NEAR_MS) return;
        await sleep(Math.max(1, dueInMs), signal);
        continue;
      }
      count(step);
      // A crash from here on leaves rows that are due and that nobody was told of: whoever meets the part next tells
      // their owner, and should the part be over by then, the sweeper does after SWEEP_AFTER.
      if (step.chosen > 0) deps.failpoint('replay:after-commit');
      await tell(step, startedAt);
      if (step.finished) {
        log.info({ replay_id: step.replayId, org_id: step.organizationId }, 'replay.finished');
      }
      const restMs = step.chosen > 0 ? 0 : Math.max(MIN_REST_MS, REST * (performance.now() - startedAt));
      await sleep(Math.max(restMs, (1000 * step.chosen) / deps.rate), signal);
    }
  }

  function count({ chosen, made, lookedAt }: StepReport): void {
    deps.looked.of({ result: 'replayed' }).inc(chosen - made);
    deps.looked.of({ result: 'made' }).inc(made);
    deps.looked.of({ result: 'passed_by' }).inc(Math.max(lookedAt - chosen, 0));
  }

  /** Wakes the endpoint of a step that chose something, after its commit. */
  async function tell(step: StepReport, startedAt: number): Promise<void> {
    const { replayId, endpointId, organizationId, chosen, waitsFor } = step;
    // Whoever ends a hold, or the owner itself, sees to what waits for the endpoint.
    if (endpointId === undefined || (waitsFor !== undefined && HOLDS.has(waitsFor))) return;
    const part = `${replayId} ${endpointId}`;
    // What is under way at the first meeting is of a process that came before, and may have died before it woke anybody.
    const isLeft = !met.has(part) && waitsFor !== undefined;
    met.add(part);
    if (chosen === 0 && !isLeft) return;
    const topic = deps.names.deliveries;
    const span = traceStep(step, startedAt);
    const record = {
      topic,
      partition: partitionFor(endpointId, deps.publisher.partitionsOf(topic)),
      key: endpointId,
      value: deps.codec.encode({ endpoint_id: endpointId, organization_id: organizationId, delivery: null }),
      headers: {},
      parent: span,
    };
    await deps.publisher.publish(record).finally(() => span.end());
    // A crash here costs nothing: the owner knows, and the job goes on behind what was chosen.
    deps.failpoint('replay:after-wake-up');
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        // Without the lock, which costs a transaction: hardly ever is there anything to do.
        if ((await nextStepDue(deps.pool)) !== undefined) await withReplayLock(deps.pool, turn);
        await sleep(intervalMs, signal);
      } catch (error) {
        if (signal.aborted) return;
        // Kafka away, or Postgres: rows that were chosen are found as after a crash.
        log.warn({ problem: describeError(error) }, 'replays.failed');
        await sleep(intervalMs, signal).catch(() => {});
      }
    }
  }

  return {
    name: 'replayer',
    async start() {
      running ??= run();
    },
    async stop(deadline) {
      stopping.abort();
      // A statement that hangs must not keep the process; its step is done by somebody else, or was done.
      if (running) await raceSignal(running, deadline).catch(() => {});
    },
  };
}
