// Which rows of a long list are to be seen, and where. Pure.

/** Browsers make no element much higher than this: beyond it the list is squeezed. */
const MOST_PIXELS = 12_000_000;
/** Rows outside of what is seen, so that scrolling a little shows no gap. */
const OVERSCAN = 8;

export interface ScrollState {
  readonly scrollTop: number;
  /** The height of what is seen. */
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

export interface VisibleRows {
  /** The rows to be drawn: from the first up to, and without, the last. */
  readonly first: number;
  readonly end: number;
  /** The first row that is really seen. */
  readonly top: number;
  /** Where the first of the rows to be drawn is, in pixels from the beginning of the list. */
  readonly offset: number;
  /** How high the list is, in pixels. */
  readonly total: number;
}

/** Of a list that is too high for a browser, the place of the scroll bar says which row is seen first. */
export function visibleRows({ scrollTop, height, rowHeight, count }: ScrollState): VisibleRows {
  const full = count * rowHeight;
  const total = Math.min(full, MOST_PIXELS);
  const squeeze = total > height && full > total ? (full - height) / (total - height) : 1;
  const place = Math.max(0, Math.min(scrollTop * squeeze, full - height));
  const top = Math.min(Math.floor(place / rowHeight), Math.max(0, count - 1));
  const first = Math.max(0, top - OVERSCAN);
  const end = Math.min(count, Math.ceil((place + height) / rowHeight) + OVERSCAN);
  // As far from what is seen as it would be in a list that is not squeezed.
  const offset = scrollTop + (first * rowHeight - place);
  return { first, end, top, offset: squeeze === 1 ? first * rowHeight : offset, total };
}
