import { replayState } from '../schema.ts';

/** Which of the deliveries of a stretch of time are attempted again. */
export const SELECTIONS = ['failed', 'missing', 'all'] as const;
export type Selection = (typeof SELECTIONS)[number];

/** What `failed` takes. */
export const FAILED_STATES = ['dead', 'cancelled'] as const;
export type FailedState = (typeof FAILED_STATES)[number];

/** What of its selection a replay takes. */
export interface Narrowing {
  /** Of events of these types alone: exact ones and `order.*`. Null: of any. */
  readonly eventTypes: readonly string[] | null;
  /** Of failed deliveries those in one of these states. Null: both. */
  readonly states: readonly FailedState[] | null;
}

export const REPLAY_STATES = replayState.enumValues;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** A job that makes deliveries pending again, and how far it has come. */
export interface Replay extends Narrowing {
  readonly id: string;
  /** Null: all endpoints that the organization had when it was asked for. */
  readonly endpointId: string | null;
  readonly selection: Selection;
  readonly fromAt: Date;
  readonly toAt: Date;
  /** Deliveries a second. */
  readonly rate: number;
  readonly state: ReplayState;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  /** Of each endpoint, by its id. */
  readonly parts: readonly ReplayPart[];
}

export interface ReplayPart {
  readonly endpointId: string;
  /** The day that it has come to. */
  readonly day: string | null;
  /** The event that it has come to; null of failed ones, which are not read in the order of time. */
  readonly acceptedAt: Date | null;
  readonly lookedAt: number;
  readonly replayed: number;
  readonly made: number;
  /** What it waits for: `paused`, `disabled`, `held`, `behind`, `under_way`. */
  readonly waitsFor: string | null;
  readonly endedAt: Date | null;
  /** `finished` or `endpoint_deleted`. */
  readonly outcome: string | null;
}

/** The columns of a replay `r`, as Replay names them, with its parts as rows of JSON left out. */
export const REPLAY_COLUMNS = `
  r.id, r.endpoint_id as "endpointId", r.selection, r.from_at as "fromAt", r.to_at as "toAt", r.rate, r.state,
  r.event_types as "eventTypes", r.states, r.created_at as "createdAt", r.ended_at as "endedAt"`;
