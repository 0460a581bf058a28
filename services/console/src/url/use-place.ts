import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Puts the page of a list that is looked at into the link of the view, whichever that is. */
export function usePlace(): (cursor: string | undefined) => void {
  const router = useRouter();
  return useCallback(
    (cursor: string | undefined) => {
      const search = (old: object) => ({ ...old, cursor });
      // The router's types know the search of one view at a time.
      void router.navigate({ to: '.', search: search as never, replace: true, resetScroll: false });
    },
    [router],
  );
}
