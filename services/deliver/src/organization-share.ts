// How many of a process's slots one organization may have. Pure.

/** Of all slots: what one organization has at most while others wait, and what it must leave free even when none does. */
const SHARE = 0.25;

/**
 * Whether an organization may have one more slot.
 * @param used how many it has
 * @param slots how many there are, and how many of them nobody has
 * @param othersWait another organization has something to do. When none has, more than the share is allowed, but a share
 *   stays free: posts that hang for their whole time-out would have the next one wait for it that long
 */
export function mayHaveSlot(
  used: number,
  slots: { readonly all: number; readonly free: number },
  othersWait: boolean,
): boolean {
  if (slots.free <= 0) return false;
  if (used < Math.max(1, Math.floor(slots.all * SHARE))) return true;
  return !othersWait && slots.free > Math.floor(slots.all * SHARE);
}
