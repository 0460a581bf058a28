// A histogram for a terminal: rows of 1, 2, 5, 10, 20, … milliseconds, each with a bar.
import type { Histogram } from '@hopline/bench/load/histogram';

export interface HistogramRow {
  /** In milliseconds; the first row begins at 0. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const STEPS = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 600_000];
const BAR_WIDTH = 40;
const BLOCKS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Rows from the first to the last one in which something is. What is longer than the last step is in the last row. */
export function histogramRows(histogram: Histogram): HistogramRow[] {
  let before = 0;
  const rows = STEPS.map((to, i) => {
    const upTo = i === STEPS.length - 1 ? histogram.total : histogram.countUpTo(to);
    const row = { from: STEPS[i - 1] ?? 0, to, count: upTo - before };
    before = upTo;
    return row;
  });
  const first = rows.findIndex(({ count }) => count > 0);
  const last = rows.findLastIndex(({ count }) => count > 0);
  return first < 0 ? [] : rows.slice(first, last + 1);
}

/** A line for each row. */
export function drawRows(rows: readonly HistogramRow[]): string[] {
  const most = Math.max(...rows.map(({ count }) => count));
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return rows.map(({ from, to, count }) => {
    const range = `${step(from)} to ${step(to).trimStart()}`.padEnd(18);
    const percent = `${((count / total) * 100).toFixed(1)} %`.padStart(8);
    return `  ${range}${count.toLocaleString('en').padStart(10)}${percent}  ${bar(count / most)}`.trimEnd();
  });
}

function step(ms: number): string {
  return (ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`).padStart(7);
}

function bar(share: number): string {
  const eighths = Math.round(share * BAR_WIDTH * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (BLOCKS[eighths % 8] ?? '');
}
