// What GET /api/admin/lag/stream tells, event by event. Pure.
import type { Group } from '../api/shapes.ts';

export interface LagMessage {
  readonly at: string;
  /** Null when Kafka did not say. */
  readonly groups: readonly Group[] | null;
}

/** Undefined for what is no such message. */
export function readLag(data: string): LagMessage | undefined {
  try {
    const { at, groups } = JSON.parse(data) as LagMessage;
    const isRight = typeof at === 'string' && (groups === null || Array.isArray(groups));
    return isRight ? { at, groups } : undefined;
  } catch {
    return undefined;
  }
}

/** Five minutes, at a message every five seconds. */
const MOST_KEPT = 60;

/** The newest messages, the oldest first. The page does not grow. */
export function keepLag(kept: readonly LagMessage[], next: LagMessage): readonly LagMessage[] {
  return [...kept, next].slice(-MOST_KEPT);
}
