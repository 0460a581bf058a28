/** A signal that ends with the caller's own or after some time, whatever comes first. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether the time is what ended it. */
  isOver(): boolean;
  /** From now on it is so many milliseconds; undefined: there is none for the time being. */
  set(ms: number | undefined): void;
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
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => controller.abort(signal?.reason);
  const set = (next: number | undefined) => {
    clearTimeout(timer);
    if (next === undefined) return;
    timer = setTimeout(() => {
      isOver = true;
      controller.abort();
    }, next);
  };
  set(ms);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    set,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    },
  };
}
