// A replay while somebody writes it, and what is then sent. Pure.
import type { ReplayRequest } from '../api/shapes.ts';

export type Selection = 'failed' | 'missing' | 'all';

export type FailedState = 'dead' | 'cancelled';

export interface ReplayDraft {
  readonly select: Selection;
  /** Instants, ISO 8601; undefined: as far as events are kept, until now. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Of events of these types alone; undefined: of any. */
  readonly types?: readonly string[] | undefined;
  /** With `failed`, those in these states alone; undefined: both. */
  readonly states?: readonly FailedState[] | undefined;
  /** Deliveries a second. */
  readonly rate: string;
}

export const DEFAULT_RATE = '50';
const MOST_A_SECOND = 1000;

/** What is wrong with it, for people; undefined when nothing is. */
export function problemOfReplay({ select, from, to, rate }: ReplayDraft): string | undefined {
  if (from === undefined && select !== 'failed')
    return 'Say from when on: all that is kept would be a replay of weeks.';
  if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from))
    return 'It ends before it begins.';
  const perSecond = Number(rate);
  if (!Number.isInteger(perSecond) || perSecond < 1 || perSecond > MOST_A_SECOND)
    return `The rate is a whole number from 1 to ${MOST_A_SECOND}.`;
  return undefined;
}

/** The body of POST /api/replays. */
export function requestOf({ select, from, to, types, states, rate }: ReplayDraft): ReplayRequest {
  return {
    select,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(types === undefined ? {} : { event_types: [...types] }),
    ...(states === undefined ? {} : { states: [...states] }),
    rate: Number(rate),
  };
}
