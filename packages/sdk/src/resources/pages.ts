/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** For the next page; null on the last. */
  readonly nextCursor: string | null;
}

/**
 * The items of all pages, one after the other. A page is asked for when the one before is used up, so whoever stops early
 * asks for no more. A page may be empty without being the last.
 * @param read reads the page behind a cursor; undefined: the first
 */
export async function* eachItem<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
  first?: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  for (let cursor = first; ; ) {
    const { items, nextCursor } = await read(cursor);
    yield* items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
