/** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    // setTimeout fires at once above 2^31-1 ms.
    const timer = setTimeout(done, Math.min(Math.max(ms, 0), 2 ** 31 - 1));
    function done() {
      signal?.removeEventListener('abort', abort);
      resolve();
    }
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Waits for `promise`, at most until `signal` aborts; then it rejects with the signal's reason. The promise goes on. */
export function raceSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Into so many parts a patience is cut. */
const STEPS = 5;

/**
 * Whether `promise` settles within `ms` milliseconds in which this process runs. They are waited for in parts: a process that
 * stood still, on a machine that had no core for it, finds its timers due before it has read the answers that came meanwhile,
 * and would take its own halt for somebody else's.
 */
export async function endsWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const end = promise.then(
    () => true,
    () => true,
  );
  for (let step = 0; step < STEPS; step += 1) {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, Math.max(ms, 0) / STEPS, false);
    });
    try {
      if (await Promise.race([end, over])) return true;
    } finally {
      clearTimeout(timer);
    }
  }
  return false;
}

/** Waits for `promise`, at most as long as endsWithin does; then it rejects with a TimeoutError. The promise goes on. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  if (await endsWithin(promise, ms)) return promise;
  throw new DOMException(`no answer within ${ms} ms`, 'TimeoutError');
}
