import { count, counted } from '../format/amount.ts';
import { Loaded } from '../parts/loaded.tsx';
import { type ReplayDraft, statesOf } from './replay-draft.ts';
import { useAffected } from './use-affected.ts';

interface ReplayPreviewProps {
  readonly draft: ReplayDraft;
  readonly endpointId: string | undefined;
}

/** How many deliveries it would be. */
export function ReplayPreview({ draft, endpointId }: ReplayPreviewProps) {
  const query = useAffected(draft, endpointId, true);
  if (statesOf(draft.select) === undefined)
    return <p role="status">How many that are is known once it has looked: the progress says so.</p>;
  return (
    <div role="status">
      <Loaded query={query} what="how many that are">
        {({ count: found, orMore }) => (
          <p>
            <strong>
              {orMore ? `${count(found)} deliveries or more` : counted(found, 'delivery', 'deliveries')}
            </strong>
            {draft.select === 'all' && ', beside what it never had'}.
          </p>
        )}
      </Loaded>
    </div>
  );
}
