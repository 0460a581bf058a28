// One clock for all relative times of a page: it ticks once a second, for as long as somebody looks.

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Tells a listener every second, until what is returned is called. */
export function onSecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
