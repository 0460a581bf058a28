// What an answer says of the events of its request.
import { problemOf } from './control-api.ts';

export interface Outcome {
  /** Refused and unknown events by class: the status and the problem's code, or why there was no answer. */
  readonly class: string;
  readonly events: number;
  /** Whether they may have been taken all the same: a 5xx and no answer at all mean that nobody knows. */
  readonly unknown: boolean;
}

export interface Judged {
  /** Indexes of the events of the request that were accepted; 'all' and 'none' are what nearly all answers say. */
  readonly accepted: 'all' | 'none' | readonly number[];
  readonly outcomes: readonly Outcome[];
}

const ALL: Judged = { accepted: 'all', outcomes: [] };
const WHOLE_BATCH = /^\{"accepted":(\d+),/;

interface BatchItem {
  readonly status: 'accepted' | 'refused' | 'unknown';
  readonly code?: string;
}

/** @param isBatch whether each event has an answer of its own in the body */
export function judgeAnswer(status: number, body: string, events: number, isBatch: boolean): Judged {
  if (status < 200 || status >= 300) {
    const name = `${status} ${problemOf(body).code ?? ''}`.trim();
    return { accepted: 'none', outcomes: [{ class: name, events, unknown: status >= 500 }] };
  }
  if (!isBatch || Number(WHOLE_BATCH.exec(body)?.[1]) === events) return ALL;
  return judgeItems(status, body, events);
}

/** The request was not answered. @param why a code such as ECONNRESET, or `time-out` */
export function judgeNoAnswer(why: string, events: number): Judged {
  return { accepted: 'none', outcomes: [{ class: `no answer: ${why}`, events, unknown: true }] };
}

function judgeItems(status: number, body: string, events: number): Judged {
  let items: readonly BatchItem[];
  try {
    items = (JSON.parse(body) as { items: BatchItem[] }).items;
  } catch {
    return { accepted: 'none', outcomes: [{ class: `${status} without items`, events, unknown: true }] };
  }
  const classes = new Map<string, Outcome>();
  const accepted: number[] = [];
  for (const [i, item] of items.entries()) {
    if (item.status === 'accepted') {
      accepted.push(i);
      continue;
    }
    const name = `${status} item ${item.status} ${item.code ?? ''}`.trim();
    const before = classes.get(name)?.events ?? 0;
    classes.set(name, { class: name, events: before + 1, unknown: item.status === 'unknown' });
  }
  return { accepted, outcomes: [...classes.values()] };
}
