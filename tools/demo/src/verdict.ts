// The demo's judgement: a pure function of the two ledgers.
import { type DemoLedger, isSuccess, type Receipt } from './ledger.ts';

/** What Postgres says of the demo's organizations; undefined where it could not be asked. */
export interface StoredCounts {
  readonly ids: ReadonlySet<string>;
  readonly doubled: number | undefined;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Verdict {
  readonly posted: number;
  readonly accepted: number;
  readonly stored: number;
  readonly duplicatesFolded: number;
  readonly delivered: number;
  readonly retried: number;
  readonly lost: number;
  readonly doubled: number | null;
  readonly invalidSignatures: number;
  readonly altered: number;
  readonly earlyRetries: number;
  readonly repeatedPosts: number;
  readonly sentAgain: number;
  readonly acceptMs: Percentiles;
  /** From the 202 to the first attempt's arrival. */
  readonly acceptToDeliveredMs: Percentiles;
  /** From the answer 503 to the next attempt's arrival. */
  readonly retryAfterMs: { readonly min: number; readonly max: number } | null;
  readonly ok: boolean;
}

/** @param firstRetryMs no retry may come sooner after its 503 */
export function judge(ledger: DemoLedger, stored: StoredCounts, firstRetryMs: number): Verdict {
  const accepted = [...ledger.accepted.values()];
  const receiptsOf = (id: string): Receipt[] => ledger.receipts.get(id) ?? [];
  const all = [...ledger.receipts.values()].flat();
  const delivered = accepted.filter(({ id }) => receiptsOf(id).some(isSuccess));
  const retryDelays = [...ledger.receipts.values()].flatMap(delaysAfterFailure);
  const notStored = accepted.filter(({ id }) => !stored.ids.has(id)).length;
  const altered = accepted.filter(({ id, payload, organization }) =>
    receiptsOf(id).some((r) => r.organization !== organization || !r.body.endsWith(`,"data":${payload}}`)),
  ).length;
  const firstArrivals = delivered.flatMap(({ id, acceptedAt }) => {
    const first = receiptsOf(id)[0];
    return first ? [Math.max(0, first.at - acceptedAt)] : [];
  });
  const counts = {
    posted: ledger.posted,
    accepted: accepted.length,
    stored: accepted.length - notStored,
    duplicatesFolded: ledger.posted - accepted.length,
    delivered: delivered.length,
    retried: [...ledger.receipts.values()].filter(
      (receipts) => receipts.length > 1 && receipts[0]?.status === 503,
    ).length,
    lost: accepted.length - new Set(delivered.filter(({ id }) => stored.ids.has(id))).size,
    doubled: stored.doubled ?? null,
    invalidSignatures: all.filter(({ validSignature }) => !validSignature).length,
    altered,
    earlyRetries: retryDelays.filter((delay) => delay < firstRetryMs).length,
    // A crash inside an attempt may repeat a POST, with the same id; without a crash this is 0.
    repeatedPosts: [...ledger.receipts.values()].reduce(
      (n, list) => n + Math.max(0, list.filter(isSuccess).length - 1),
      0,
    ),
    sentAgain: ledger.sentAgain,
  };
  const bad = counts.lost + (counts.doubled ?? 0) + counts.invalidSignatures + altered + counts.earlyRetries;
  return {
    ...counts,
    acceptMs: percentiles(accepted.map(({ acceptMs }) => acceptMs)),
    acceptToDeliveredMs: percentiles(firstArrivals),
    retryAfterMs:
      retryDelays.length === 0
        ? null
        : { min: round(Math.min(...retryDelays)), max: round(Math.max(...retryDelays)) },
    ok: bad === 0 && accepted.length > 0,
  };
}

function delaysAfterFailure(receipts: Receipt[]): number[] {
  return receipts.slice(1).flatMap((receipt, i) => {
    const before = receipts[i];
    return before?.status === 503 ? [receipt.at - before.answeredAt] : [];
  });
}

/** Nearest-rank percentiles; 0 for no values. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number) => round(sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
