import type { InboxEvent } from '../api/shapes.ts';
import { Badge } from '../parts/badge.tsx';

const ORDER = ['dead', 'pending', 'sending', 'cancelled', 'succeeded'] as const;

/** How many deliveries of an event are in each state, those first that somebody may have to care for. */
export function DeliveryCounts({ counts }: { readonly counts: InboxEvent['deliveries'] }) {
  const found = ORDER.filter((state) => counts[state] > 0);
  if (found.length === 0) return <span className="quiet">no endpoint wanted it</span>;
  return found.map((state) => (
    <span key={state}>
      <Badge state={state} text={`${counts[state]} ${state}`} />{' '}
    </span>
  ));
}
