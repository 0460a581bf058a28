/** A signal that ends with the caller's own or after some time, whatever comes first. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether the time is what ended it. */
  isOver(): boolean;
  /** Lets go of the timer and of the caller's signal. */
  end(): void;
}

/**
 * Begins at once. AbortSignal.any and .timeout would do the same, but the first is missing in browsers of two years ago, and
 * a time-out of the second cannot be taken back.
 */
export function startTimeLimit(ms: number, signal: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  let isOver = false;
  const onAbort = () => controller.abort(signal?.reason);
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, ms);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
