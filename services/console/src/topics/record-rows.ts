// The records of a topic that are shown, as pages of them come. Bounded: the page does not grow. Pure.
import type { RecordsPage, TopicRecord } from '../api/shapes.ts';
import { counted } from '../format/amount.ts';

/** How many are shown. */
export const MOST_RECORDS = 200;

export interface RecordRows {
  /** The newest first. */
  readonly rows: readonly TopicRecord[];
  /** How many came since the page was opened, those that are no longer shown among them. */
  readonly seen: number;
  /** How many there are after them already. */
  readonly behind: number;
  /** What comes after them; undefined before the first answer. */
  readonly cursor: string | undefined;
}

export const NO_RECORDS: RecordRows = { rows: [], seen: 0, behind: 0, cursor: undefined };

/** The rows after another page, which has the oldest first. */
export function addRecords({ rows, seen }: RecordRows, page: RecordsPage): RecordRows {
  return {
    rows: [...page.records.toReversed(), ...rows].slice(0, MOST_RECORDS),
    seen: seen + page.records.length,
    behind: page.behind,
    cursor: page.next_cursor,
  };
}

/** A record's place: it has it for ever. */
export function placeOf({ partition, offset }: Pick<TopicRecord, 'partition' | 'offset'>): string {
  return `${partition}:${offset}`;
}

/** What a record says, in a few words. */
export function recordText({ event, wake_up: wakeUp, undecodable }: TopicRecord): string {
  if (event) return event.type;
  if (wakeUp) return wakeUp.delivery ? 'wake-up for a delivery' : 'wake-up for whatever waits';
  return `not readable: ${undecodable?.reason ?? 'for an unknown reason'}`;
}

/** Whether what is shown is all that there is. */
export function stateText({ seen, behind, rows, cursor }: RecordRows): string {
  if (cursor === undefined) return '';
  const shown = seen > rows.length ? `; the newest ${rows.length} are shown` : '';
  const more = behind > 0 ? ` ${counted(behind, 'more record')} after them.` : ' Nothing after them yet.';
  return `${counted(seen, 'record')} so far${shown}.${more}`;
}

/** How soon the next page is asked for, in milliseconds: at once while more is there, or what the API asks for. */
export function nextAfterMs(behind: number, retryAfterSeconds?: number): number {
  if (retryAfterSeconds !== undefined) return retryAfterSeconds * 1000;
  return behind > 0 ? 250 : 1000;
}
