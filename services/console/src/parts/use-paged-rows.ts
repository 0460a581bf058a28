import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Listed, PagedRows, type ReadPage } from '../lists/paged-rows.ts';

export interface PagedList<Row extends Listed> {
  readonly list: PagedRows<Row>;
  /** Reads it anew, from the newest on. */
  readonly renew: () => void;
}

/**
 * The rows of a list; another list whenever `identity` is another, and read anew from then on.
 * @param identity what it is that is listed: its filters, as text
 * @param from the cursor of the page that it begins at when it is opened by a link; without it, at the newest. A list that began at a
 * cursor begins anew when that goes away
 */
export function usePagedRows<Row extends Listed>(
  identity: string,
  read: ReadPage<Row>,
  from: string | undefined,
): PagedList<Row> {
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it has been scrolled to does not make it another list
  const list = useMemo(() => new PagedRows(read, turn === 0 ? from : undefined), [identity, turn]);
  useEffect(() => () => list.stop(), [list]);
  const renew = useCallback(() => setTurn((old) => old + 1), []);
  const isElsewhere = from === undefined && list.beginsAt !== undefined;
  useEffect(() => {
    if (isElsewhere) renew();
  }, [isElsewhere, renew]);
  return { list, renew };
}
