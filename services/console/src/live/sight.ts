// Whether anybody sees the page: a tab in the background is hidden (HTML Living Standard, section 6.2).

/** A Document, or what stands for one. */
export interface Sight extends Pick<EventTarget, 'addEventListener' | 'removeEventListener'> {
  readonly hidden: boolean;
}

const CHANGED = 'visibilitychange';

/** Waits while the page is hidden; ends with the signal, too. */
export async function untilSeen(sight: Sight | undefined, signal: AbortSignal): Promise<void> {
  if (!sight?.hidden) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (sight.hidden && !signal.aborted) return;
      sight.removeEventListener(CHANGED, look);
      signal.removeEventListener('abort', look);
      resolve();
    };
    sight.addEventListener(CHANGED, look);
    signal.addEventListener('abort', look);
    look();
  });
}

/** A signal that is aborted when the page is hidden, and with the other one. `stop` when it is not needed any more. */
export function followSight(
  sight: Sight | undefined,
  signal: AbortSignal,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const hidden = new AbortController();
  const look = (): void => {
    if (sight?.hidden) hidden.abort();
  };
  sight?.addEventListener(CHANGED, look);
  return {
    signal: AbortSignal.any([signal, hidden.signal]),
    stop: () => sight?.removeEventListener(CHANGED, look),
  };
}
