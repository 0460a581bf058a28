import { useEffect, useMemo } from 'react';
import { PagedRows, type ReadPage } from '../lists/paged-rows.ts';

/**
 * The rows of a list that begins at a cursor; another list whenever `identity` is another, and read anew from then on.
 * @param identity what it is that is listed: its filters, as text
 */
export function usePagedRows<Row>(identity: string, read: ReadPage<Row>, from: string | undefined): PagedRows<Row> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it has been scrolled to does not make it another list
  const list = useMemo(() => new PagedRows(read, from), [identity]);
  useEffect(() => () => list.stop(), [list]);
  return list;
}
