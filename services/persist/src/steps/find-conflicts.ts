// Which repeats are none: they came under the dedup_id of another event, with other content. Pure.
import type { KeyConflicts } from '@hopline/postgres/persist/count-conflicts';
import type { EventItem } from '../item.ts';

/**
 * Those of the repeats whose content is not that of the event that stays.
 * @param hashes the content of the events that stay, by event id; where one is not known (its key was purged) nobody can
 *   say that a repeat differs
 */
export function conflictsAmong(
  repeats: readonly EventItem[],
  hashes: ReadonlyMap<string, Buffer>,
): EventItem[] {
  return repeats.filter(({ event, contentHash }) => hashes.get(event.id)?.equals(contentHash) === false);
}

/** How many there are of each event, and when the newest was accepted. */
export function byEvent(conflicts: readonly EventItem[]): KeyConflicts[] {
  const found = new Map<string, KeyConflicts>();
  for (const { event } of conflicts) {
    const { count, lastAt } = found.get(event.id) ?? { count: 0, lastAt: 0 };
    found.set(event.id, {
      eventId: event.id,
      count: count + 1,
      lastAt: Math.max(lastAt, event.accepted_at),
    });
  }
  return [...found.values()];
}
