import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until `condition` gives something truthy, and gives that. Used instead of fixed sleeps.
 * @param limitMs generous: it only bounds a test that fails anyway
 */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  limitMs = 60_000,
): Promise<Exclude<T, false | null | undefined>> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value) return value as Exclude<T, false | null | undefined>;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms in vain: ${what}`);
    await sleep(20);
  }
}
