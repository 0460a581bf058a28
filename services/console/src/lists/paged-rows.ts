// The rows of a list that comes page by page, by cursors. Pages far from what is seen are forgotten and read again when somebody
// scrolls back to them: a cursor is a place in the order, and good for ever. "The newest" is none: what has no cursor is kept.

/** What a row is known by. */
export interface Listed {
  readonly id: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** Reads the page that begins at a cursor; undefined: at the newest. */
export type ReadPage<Row> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

export interface PagedState {
  /** Rows that are known of, forgotten ones too. */
  readonly count: number;
  readonly isLoading: boolean;
  /** Whether the list goes no further. */
  readonly isComplete: boolean;
  readonly error: unknown;
  /** Changes whenever anything does. */
  readonly version: number;
}

interface KnownPage<Row> {
  readonly cursor: string | undefined;
  rows: readonly Row[] | undefined;
  size: number;
  /** As it was first read: where it began and ended. */
  readonly firstId: string | undefined;
  readonly lastId: string | undefined;
}

/** How many pages are kept. */
const MOST_PAGES = 30;
/** Pages without a row that are read on by themselves: a filter that matches little answers many of them. */
const MOST_EMPTY = 25;

export class PagedRows<Row extends Listed> {
  readonly #read: ReadPage<Row>;
  readonly #pages: KnownPage<Row>[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #stopped = new AbortController();
  /** The cursor that the list begins at; undefined: it began at the newest. */
  readonly beginsAt: string | undefined;
  #next: string | null | undefined;
  #starts: number[] = [];
  #emptyInARow = 0;
  #recent: number[] = [];
  #isLoading = false;
  #state: PagedState = { count: 0, isLoading: false, isComplete: false, error: undefined, version: 0 };

  /** @param from the cursor that the list begins at; without it, the newest */
  constructor(read: ReadPage<Row>, from?: string) {
    this.#read = read;
    this.beginsAt = from;
    this.#next = from;
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): PagedState => this.#state;

  /** A row, unless it is not known or forgotten. */
  rowAt(index: number): Row | undefined {
    const page = this.#pageOf(index);
    return this.#pages[page]?.rows?.[index - (this.#starts[page] ?? 0)];
  }

  /** The cursor of the page that a row is on. Of the first one it is where the list began, whatever was looked through until there was a row. */
  cursorAt(index: number): string | undefined {
    const page = this.#pageOf(index);
    return page === 0 ? this.beginsAt : this.#pages[page]?.cursor;
  }

  /** Reads what these rows need: pages that were forgotten, and the next one when the end is in sight. Once at a time. */
  async show(first: number, end: number): Promise<void> {
    if (this.#isLoading || this.#state.error !== undefined || this.#stopped.signal.aborted) return;
    const forgotten = this.#forgottenIn(first, end);
    const wantsMore = end >= this.#state.count && !this.#state.isComplete;
    if (forgotten === undefined && !wantsMore) return;
    this.#isLoading = true;
    this.#tell({ isLoading: true });
    try {
      if (forgotten !== undefined) await this.#readAgain(forgotten);
      else await this.#readOn();
      this.#isLoading = false;
      this.#tell({ isLoading: false, error: undefined });
    } catch (error) {
      this.#isLoading = false;
      if (!this.#stopped.signal.aborted) this.#tell({ isLoading: false, error });
    }
  }

  /** After an error: it may be tried again. */
  forgive(): void {
    this.#emptyInARow = 0;
    this.#tell({ error: undefined });
  }

  /** Nothing more is read. */
  stop(): void {
    this.#stopped.abort();
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const cursor = this.#next ?? undefined;
      const { rows, next } = await this.#read(cursor, this.#stopped.signal);
      this.#next = next;
      if (rows.length > 0) {
        const [firstId, lastId] = [rows[0]?.id, rows.at(-1)?.id];
        this.#pages.push({ cursor, rows, size: rows.length, firstId, lastId });
        this.#countAnew();
        this.#keep(this.#pages.length - 1);
      }
      this.#emptyInARow = rows.length > 0 ? 0 : this.#emptyInARow + 1;
      this.#tell({ isComplete: next === null });
      if (rows.length > 0 || next === null || this.#emptyInARow >= MOST_EMPTY) break;
    }
    if (this.#emptyInARow >= MOST_EMPTY) throw new LongSearchError();
  }

  async #readAgain(index: number): Promise<void> {
    const page = this.#pages[index];
    if (!page) return;
    const { rows } = await this.#read(page.cursor, this.#stopped.signal);
    page.rows = ownRows(rows, page.lastId, this.#pages[index + 1]?.firstId);
    page.size = page.rows.length;
    this.#countAnew();
    this.#keep(index);
  }

  #keep(index: number): void {
    this.#recent = [index, ...this.#recent.filter((other) => other !== index)];
    for (const old of this.#recent.splice(MOST_PAGES)) {
      const page = this.#pages[old];
      if (page && page.cursor !== undefined) page.rows = undefined;
    }
  }

  #countAnew(): void {
    let start = 0;
    this.#starts = this.#pages.map(({ size }) => {
      const own = start;
      start += size;
      return own;
    });
    this.#state = { ...this.#state, count: start };
  }

  #forgottenIn(first: number, end: number): number | undefined {
    if (this.#state.count === 0) return undefined;
    const last = this.#pageOf(Math.min(end, this.#state.count) - 1);
    for (let index = this.#pageOf(first); index <= last; index += 1) {
      const page = this.#pages[index];
      if (page && !page.rows) return index;
    }
    return undefined;
  }

  /** By halving: there may be ten thousand pages. */
  #pageOf(index: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #tell(change: Partial<PagedState>): void {
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 };
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Of a page that was read again, what is its own. With a filter for states some of its rows may be gone by now; then it is filled up with
 * rows of the next page, which stand there already.
 */
function ownRows<Row extends Listed>(
  rows: readonly Row[],
  lastId: string | undefined,
  nextId: string | undefined,
): readonly Row[] {
  const next = rows.findIndex(({ id }) => id === nextId);
  if (nextId !== undefined && next !== -1) return rows.slice(0, next);
  const last = rows.findIndex(({ id }) => id === lastId);
  return nextId === undefined || last === -1 ? rows : rows.slice(0, last + 1);
}

/** Page after page without a row: whoever looks decides whether to go on. */
export class LongSearchError extends Error {
  override readonly name = 'LongSearchError';

  constructor() {
    super('nothing was found yet, and there is more to look through');
  }
}
