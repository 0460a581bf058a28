import { sleep } from '@hopline/runtime/wait';

/**
 * Asks `probe` again and again until it gives something other than `undefined`, and returns that.
 * The signal is looked at between two questions, so every wait of a start-up ends when Ctrl-C comes.
 * @param timeoutMs after this many milliseconds `onTimeout` makes the error that is thrown
 */
export async function until<T>(
  probe: () => Promise<T | undefined> | T | undefined,
  options: { everyMs?: number; timeoutMs: number; onTimeout: () => Error; signal?: AbortSignal | undefined },
): Promise<T> {
  const deadline = Date.now() + options.timeoutMs;
  for (;;) {
    options.signal?.throwIfAborted();
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() >= deadline) throw options.onTimeout();
    await sleep(options.everyMs ?? 25, options.signal);
  }
}
