// What the others may notice of somebody else's dead endpoint, or of a backlog, and what not.

/** What some endpoints got before and during, in milliseconds. */
export interface Beside {
  readonly p50Before: number;
  readonly p50During: number;
  readonly p99Before: number;
  readonly p99During: number;
  readonly ratio: number;
  readonly slowestDuring: number;
}

/** Without latencies where there was nobody to measure. */
type Measured = Partial<Beside> & {
  /** Those on the same partition. */
  readonly neighbours: Partial<Beside> & { readonly endpoints: number };
  readonly lost: number;
  readonly doubled: number;
  readonly badSignatures: number;
  /** How many signatures were looked at. */
  readonly checked: number;
};

export type Hanging = Measured & {
  /** Posts to the endpoint that hangs. */
  readonly hung: number;
  readonly deliverCpu: number;
};

export type Released = Measured & {
  readonly deliveries: number;
  readonly drainSeconds: number;
  readonly drainPerSecond: number;
};

export interface Verdict {
  readonly passed: boolean;
  /** The bounds that do not hold, each with what was measured. */
  readonly failed: readonly string[];
}

/** While an endpoint hangs, the others' p99 may be this many times what it was, or longer by so much: the greater of both. */
const SLOWER_TIMES = 1.2;
const SLOWER_MS = 50;
/** While a backlog drains, the others' p99 is longer by less than this. */
const DELAYED_MS = 1000;

export function judgeIsolation(hanging: Hanging, backlog: Released): Verdict {
  const failed = [
    ...slowed('others', hanging),
    ...slowed('neighbours', hanging.neighbours),
    ...(hanging.hung > 0 ? [] : ['nothing hung: there is nothing to judge']),
    ...faults('hanging', hanging),
    ...delayed('others', backlog),
    ...delayed('neighbours', backlog.neighbours),
    ...faults('backlog', backlog),
  ];
  return { passed: failed.length === 0, failed };
}

function slowed(who: string, { p99Before, p99During }: Partial<Beside>): string[] {
  if (p99Before === undefined || p99During === undefined) return [`hanging: ${who} were not measured`];
  const bound = Math.max(SLOWER_TIMES * p99Before, p99Before + SLOWER_MS);
  if (p99During <= bound) return [];
  return [`hanging: p99During of ${who} is ${p99During} ms, more than ${bound.toFixed(1)} ms`];
}

function delayed(who: string, { p99Before, p99During }: Partial<Beside>): string[] {
  if (p99Before === undefined || p99During === undefined) return [`backlog: ${who} were not measured`];
  const ms = p99During - p99Before;
  if (ms < DELAYED_MS) return [];
  return [`backlog: ${who} are delayed by ${ms.toFixed(0)} ms at p99, not by less than ${DELAYED_MS} ms`];
}

function faults(part: string, { lost, doubled, badSignatures, checked }: Measured): string[] {
  const counts = Object.entries({ lost, doubled, badSignatures });
  return [
    ...counts.filter(([, count]) => count !== 0).map(([name, count]) => `${part}: ${name} ${count}`),
    ...(checked > 0 ? [] : [`${part}: no signature was checked`]),
  ];
}
