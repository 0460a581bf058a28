// What a person sees while a run is under way.
import type { Tally } from './tally.ts';

const EVERY_MS = 2000;

export interface Progress {
  stop(): void;
}

/** @param count asks the receiver how many events have come; undefined where nothing is followed */
export function reportProgress(run: {
  readonly tally: Tally;
  readonly events: number;
  readonly count: () => Promise<number> | undefined;
  readonly say: (line: string) => void;
}): Progress {
  const { tally, events, count, say } = run;
  let before = { accepted: 0, at: performance.now() };
  const timer = setInterval(async () => {
    const now = { accepted: tally.accepted, at: performance.now() };
    const perSecond = Math.round(((now.accepted - before.accepted) * 1000) / (now.at - before.at));
    before = now;
    const delivered = await count()?.catch(() => undefined);
    const p95 = tally.latency.quantile(0.95);
    const parts = [
      `sent ${tally.sent.toLocaleString('en')} of ${events.toLocaleString('en')}`,
      `accepted ${tally.accepted.toLocaleString('en')} (${perSecond.toLocaleString('en')}/s)`,
      ...(tally.latency.total > 0 ? [`p95 ${p95.toPrecision(3)} ms so far`] : []),
      ...(tally.refused + tally.unknown > 0 ? [`refused or unknown ${tally.refused + tally.unknown}`] : []),
      ...(delivered === undefined ? [] : [`delivered ${delivered.toLocaleString('en')}`]),
    ];
    say(`  ${parts.join(', ')}`);
  }, EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
