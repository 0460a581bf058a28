import {
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { counted } from '../format/amount.ts';
import { type Listed, LongSearchError, type PagedRows } from '../lists/paged-rows.ts';
import { visibleRows } from '../lists/visible-rows.ts';
import { Action } from './action.tsx';
import { ProblemNotice } from './problem-notice.tsx';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
}

interface RowsProps<Row extends Listed> {
  /** What the rows are. */
  readonly label: string;
  /** What one of them is. */
  readonly one: string;
  readonly list: PagedRows<Row>;
  readonly columns: readonly Column<Row>[];
  /** The name of the grid's columns in styles/lists.css. */
  readonly layout: string;
  /** Shown when there is no row at all. */
  readonly empty: ReactNode;
  /** Told the cursor of the page that is looked at. */
  readonly onPlace?: (cursor: string | undefined) => void;
  /** Reads it anew, from the newest on. */
  readonly onRenew?: () => void;
}

const ROW_HEIGHT = 44;

/**
 * A list of any length, of which only what is seen is drawn. A table for screen readers; it scrolls by the keys that scroll a page
 * once it has the focus.
 */
export function Rows<Row extends Listed>({
  label,
  one,
  list,
  columns,
  layout,
  empty,
  onPlace,
  onRenew,
}: RowsProps<Row>) {
  const state = useSyncExternalStore(list.subscribe, list.state);
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrollTop: 0, height: 600 });
  const measure = useCallback(() => {
    const element = box.current;
    if (element) setView({ scrollTop: element.scrollTop, height: element.clientHeight });
  }, []);
  const isEmpty = state.count === 0 && state.isComplete;
  useLayoutEffect(() => {
    const element = box.current;
    if (isEmpty || !element) return undefined;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [measure, isEmpty]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [list]);

  const shown = visibleRows({ ...view, rowHeight: ROW_HEIGHT, count: state.count });
  // Each time that something has changed: the page that came may not be enough.
  // biome-ignore lint/correctness/useExhaustiveDependencies: its version says that something has changed
  useEffect(() => {
    void list.show(shown.first, Math.max(shown.end, shown.first + 1));
  }, [list, shown.first, shown.end, state.version]);
  const place = state.count > 0 ? list.cursorAt(shown.top) : undefined;
  const told = useRef(place);
  useEffect(() => {
    if (state.count === 0 || told.current === place) return;
    told.current = place;
    onPlace?.(place);
  }, [place, state.count, onPlace]);

  const indexes = Array.from({ length: shown.end - shown.first }, (_, i) => shown.first + i);
  if (isEmpty) return <>{empty}</>;
  return (
    <>
      <div
        ref={box}
        className={`rows rows-${layout}`}
        role="table"
        aria-label={label}
        aria-rowcount={state.isComplete ? state.count + 1 : -1}
        aria-busy={state.isLoading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by the keyboard
        tabIndex={0}
        onScroll={measure}
      >
        <div role="rowgroup" className="rows-head">
          <div role="row" aria-rowindex={1} className="row">
            {columns.map(({ name }) => (
              <span role="columnheader" key={name}>
                {name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="rows-body" style={{ height: shown.total }}>
          {indexes.map((index) => (
            <div
              role="row"
              aria-rowindex={index + 2}
              className="row"
              key={index}
              style={{ transform: `translateY(${shown.offset + (index - shown.first) * ROW_HEIGHT}px)` }}
            >
              <Cells row={list.rowAt(index)} columns={columns} />
            </div>
          ))}
        </div>
      </div>
      <div className="rows-below">
        <RowsFoot list={list} label={label} one={one} />
        {onRenew && <Action onPress={onRenew}>Refresh</Action>}
      </div>
    </>
  );
}

function Cells<Row>({
  row,
  columns,
}: {
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
}) {
  return columns.map(({ name, cell }) => (
    <span role="cell" key={name} className="cell">
      {row === undefined ? '…' : cell(row)}
    </span>
  ));
}

function RowsFoot<Row extends Listed>({
  list,
  label,
  one,
}: {
  readonly list: PagedRows<Row>;
  readonly label: string;
  readonly one: string;
}) {
  const { count, isLoading, isComplete, error } = useSyncExternalStore(list.subscribe, list.state);
  if (error instanceof LongSearchError) {
    return (
      <p className="rows-foot">
        Nothing found in a long stretch so far. <Action onPress={() => list.forgive()}>Look further</Action>
      </p>
    );
  }
  if (error !== undefined) return <ProblemNotice error={error} onRetry={() => list.forgive()} />;
  const more = isComplete ? '' : ', and more: scroll down';
  return (
    <p className="rows-foot" aria-live="polite">
      {isLoading ? `Loading ${label} …` : `${counted(count, one, label)}${more}`}
    </p>
  );
}
