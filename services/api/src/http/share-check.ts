import type { HealthCheck } from '@hopline/runtime/health';

/**
 * A check whose answer serves everybody who asks while it is under way and for `keepMs` after: anybody may ask, as often
 * as they like.
 * @param now milliseconds of a monotonic clock
 */
export function shareCheck(
  check: () => Promise<unknown>,
  keepMs: number,
  now = () => performance.now(),
): HealthCheck {
  let answer: Promise<undefined> | undefined;
  let keptUntil = Number.POSITIVE_INFINITY;

  return () => {
    if (answer && now() < keptUntil) return answer;
    keptUntil = Number.POSITIVE_INFINITY;
    const end = () => {
      keptUntil = now() + keepMs;
    };
    answer = check().then(() => undefined);
    answer.then(end, end);
    return answer;
  };
}
