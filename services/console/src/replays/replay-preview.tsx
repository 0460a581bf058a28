import { Loaded } from '../parts/loaded.tsx';
import { wordsOf } from './replay-words.ts';
import type { useAffected } from './use-affected.ts';

/** How many deliveries it would be. */
export function ReplayPreview({ query }: { readonly query: ReturnType<typeof useAffected> }) {
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
