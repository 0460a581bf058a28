import { Loaded } from '../parts/loaded.tsx';
import type { ReplayDraft } from './replay-draft.ts';
import { wordsOf } from './replay-words.ts';
import { useAffected } from './use-affected.ts';

interface ReplayPreviewProps {
  readonly draft: ReplayDraft;
  readonly endpointId: string | undefined;
}

/** How many deliveries it would be. */
export function ReplayPreview({ draft, endpointId }: ReplayPreviewProps) {
  const query = useAffected(draft, endpointId);
  return (
    <div role="status">
      <Loaded query={query} what="how many that are">
        {(preview) => {
          const { total, rest } = wordsOf(preview);
          return (
            <p>
              <strong>{total}</strong>
              {rest}
            </p>
          );
        }}
      </Loaded>
    </div>
  );
}
