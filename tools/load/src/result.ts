// What a run gives: the line of `--json`, of which the table for people is made too.
import type { Histogram } from '@hopline/bench/load/histogram';
import { describeMachine } from '@hopline/bench/machine';
import { type Assessment, assess, type Targets } from './assess.ts';
import type { Delivery } from './delivery.ts';
import { type HistogramRow, histogramRows } from './histogram-rows.ts';
import type { Shape } from './schedule.ts';
import type { Tally } from './tally.ts';

/** Milliseconds; null for none. */
export interface Quantiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface LoadResult {
  readonly url: string;
  readonly loop: 'closed' | 'open';
  readonly concurrency: number;
  readonly rate: number | null;
  readonly burst: number;
  readonly batch: number;
  readonly organizations: number;
  /** From the start to the last answer. */
  readonly seconds: number;
  readonly requests: number;
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  /** Answered 5xx or not at all: they may have been taken or not. */
  readonly unknown: number;
  readonly acceptedPerSecond: number;
  /** Events by why they were not accepted. */
  readonly errors: Readonly<Record<string, number>>;
  /** Requests of which something was accepted, from the time when they should have been sent. */
  readonly latencyMs: Quantiles;
  /** The same from the time when they were sent, as clients without a schedule count it. */
  readonly fromSentMs: Quantiles;
  /** How late requests were sent. */
  readonly lateMs: Quantiles;
  readonly histogram: readonly HistogramRow[];
  /** Null where nothing was followed. */
  readonly delivery: DeliveryResult | null;
  readonly interrupted: boolean;
  readonly assessment: readonly Assessment[];
  readonly machine: string;
}

export interface DeliveryResult extends Omit<Delivery, 'latency'> {
  /** From the answer 202 to the webhook. */
  readonly acceptedToDeliveredMs: Quantiles;
}

export interface Ran {
  readonly url: string;
  readonly shape: Shape;
  readonly concurrency: number;
  readonly organizations: number;
  readonly seconds: number;
  readonly tally: Tally;
  readonly delivery: Delivery | undefined;
  readonly interrupted: boolean;
}

export function resultOf(ran: Ran, targets: Targets): LoadResult {
  const { tally, shape, delivery } = ran;
  const { requests, sent, accepted, refused, unknown } = tally;
  // An open loop takes at least as long as its rate says, also when its last answer comes quickly.
  const span = Math.max(ran.seconds, shape.rate === undefined ? 0 : sent / shape.rate);
  const measured = {
    url: ran.url,
    loop: shape.rate === undefined ? ('closed' as const) : ('open' as const),
    concurrency: ran.concurrency,
    rate: shape.rate ?? null,
    burst: shape.burst,
    batch: shape.batch,
    organizations: ran.organizations,
    seconds: rounded(ran.seconds),
    ...{ requests, sent, accepted, refused, unknown },
    acceptedPerSecond: rounded(span > 0 ? accepted / span : 0),
    errors: Object.fromEntries([...tally.errors].sort((a, b) => b[1] - a[1])),
    latencyMs: quantilesOf(tally.latency),
    fromSentMs: quantilesOf(tally.fromSent),
    lateMs: quantilesOf(tally.lateness),
    histogram: histogramRows(tally.latency),
    delivery: delivery ? deliveryResult(delivery) : null,
    interrupted: ran.interrupted,
  };
  return { ...measured, assessment: assess(measured, targets), machine: describeMachine() };
}

/** 1 when something was lost or nothing was accepted. */
export function exitCodeOf({ interrupted, accepted, delivery }: LoadResult): number {
  if (interrupted) return 130;
  return accepted === 0 || (delivery?.lost ?? 0) > 0 ? 1 : 0;
}

function deliveryResult({ latency, ...delivery }: Delivery): DeliveryResult {
  return {
    ...delivery,
    perSecond: rounded(delivery.perSecond),
    acceptedToDeliveredMs: quantilesOf(latency),
  };
}

function quantilesOf(histogram: Histogram): Quantiles {
  const at = (share: number) => (histogram.total === 0 ? null : rounded(histogram.quantile(share)));
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
