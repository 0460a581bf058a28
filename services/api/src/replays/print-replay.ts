import { DELIVERY_STATES, type DeliveryState } from '@hopline/postgres/deliveries/delivery-state';
import type { ReplayPreview } from '@hopline/postgres/replays/preview-replay';
import type { Narrowing, Replay, ReplayPart, Selection } from '@hopline/postgres/replays/replay';

/** The JSON of a replay. */
export function printReplay(replay: Replay): object {
  const { parts } = replay;
  const sum = (name: 'lookedAt' | 'replayed' | 'made') =>
    parts.reduce((total, part) => total + part[name], 0);
  return {
    id: replay.id,
    endpoint_id: replay.endpointId,
    select: replay.selection,
    from: replay.fromAt,
    to: replay.toAt,
    event_types: replay.eventTypes,
    states: replay.states,
    rate: replay.rate,
    state: replay.state,
    created_at: replay.createdAt,
    ended_at: replay.endedAt,
    progress: progressOf(replay),
    looked_at: sum('lookedAt'),
    replayed: sum('replayed'),
    made: sum('made'),
    endpoints: parts.map((part) => printPart(part, replay)),
  };
}

/** The JSON of what a replay would take. */
export function printPreview(
  preview: ReplayPreview,
  asked: Narrowing & { readonly endpointId: string | undefined; readonly selection: Selection },
): object {
  return {
    dry_run: true,
    endpoint_id: asked.endpointId ?? null,
    select: asked.selection,
    from: preview.fromAt,
    to: preview.toAt,
    event_types: asked.eventTypes,
    states: asked.states,
    replayed: preview.replayed,
    made: preview.made,
    undecided: preview.undecided,
    at_least: preview.atLeast,
  };
}

function printPart(part: ReplayPart, { state }: Replay): object {
  return {
    endpoint_id: part.endpointId,
    replayed: part.replayed,
    made: part.made,
    // Of a job that is paused or over nobody waits.
    waits_for: state === 'running' && part.endedAt === null ? part.waitsFor : null,
    outcome: part.outcome,
    ended_at: part.endedAt,
  };
}

/** What became of what it made pending, by state: all five of them. */
export function printDelivered(counts: ReadonlyMap<DeliveryState, number>): object {
  return Object.fromEntries(DELIVERY_STATES.map((state) => [state, counts.get(state) ?? 0]));
}

/** How much of its time a replay has gone through, 0 to 1, on the average of its endpoints. */
export function progressOf({
  parts,
  fromAt,
  toAt,
  state,
}: Pick<Replay, 'parts' | 'fromAt' | 'toAt' | 'state'>): number {
  if (state === 'finished' || parts.length === 0) return state === 'finished' ? 1 : 0;
  const from = fromAt.getTime();
  const span = Math.max(toAt.getTime() - from, 1);
  const shares = parts.map(({ day, acceptedAt, endedAt }) => {
    if (endedAt !== null) return 1;
    if (day === null) return 0;
    const at = acceptedAt?.getTime() ?? Date.parse(day);
    return Math.min(Math.max((at - from) / span, 0), 1);
  });
  const share = shares.reduce((total, one) => total + one, 0) / shares.length;
  return Math.round(share * 1000) / 1000;
}
