// What is said of topics and their lag. Pure.
import type { Topic } from '../api/shapes.ts';
import { count, duration } from '../format/amount.ts';

const PURPOSES: Readonly<Record<Topic['kind'], string>> = {
  events: 'accepted events, until they are stored',
  events_dead_letters: 'records that could not be stored',
  deliveries: 'wake-ups of endpoints',
  rung: 'retries that wait',
  deliveries_dead_letters: 'deliveries that were given up',
};

/** What a topic is for. */
export function purposeOf({ kind, delay_ms: delay }: Pick<Topic, 'kind' | 'delay_ms'>): string {
  return delay === null ? PURPOSES[kind] : `${PURPOSES[kind]} for ${duration(delay)}`;
}

/** How a topic is: the state of a badge, its text, and what is wrong. */
export function healthOf({ exists, problems }: Pick<Topic, 'exists' | 'problems'>): {
  readonly state: 'active' | 'failing';
  readonly text: string;
} {
  if (!exists) return { state: 'failing', text: 'missing' };
  return problems.length === 0 ? { state: 'active', text: 'well' } : { state: 'failing', text: 'not well' };
}

interface Lag {
  readonly lag: number;
  readonly late_ms: number;
  readonly next_due_at: string | null;
}

/** `3, 12 s late`. What waits on a rung for its time is not late. */
export function lagText({ lag, late_ms: late }: Lag): string {
  return late === 0 ? count(lag) : `${count(lag)}, ${duration(late)} late`;
}

/** How long records are kept, as Kafka's setting has it: -1 is for ever. */
export function retentionText(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 0 ? 'for ever' : duration(ms);
}
