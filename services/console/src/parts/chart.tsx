import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { localClock } from '../format/moment.ts';
import { useShownScheme } from '../theme/use-shown-scheme.ts';

export interface Line {
  readonly name: string;
  /** A colour of styles/base.css, such as `--accent`. */
  readonly color: string;
  /** For a line whose colour another one has, too, or that covers one. */
  readonly isDashed?: boolean;
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  /** What it shows, for those who cannot see it; the figures themselves stand beside it as text. */
  readonly label: string;
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly print: (value: number) => string;
  /** How far apart the marks of the axis may be, in ascending order. */
  readonly steps: readonly number[];
  /** How far the axis goes at least. */
  readonly least: number;
}

const HEIGHT = 200;
/** What is shown at least, in seconds: the newest stand at the right, also when there are few. */
const LEAST_S = 60;

/** Lines over the last five minutes. */
export function Chart({ label, times, lines, print, steps, least }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const scheme = useShownScheme();
  const names = lines.map(({ name, color }) => `${name} ${color}`).join();
  // Its colours are those of the moment in which it is made.
  // biome-ignore lint/correctness/useExhaustiveDependencies: values are set below, without another chart
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const styles = getComputedStyle(element);
    const color = (name: string) => styles.getPropertyValue(name);
    const font = `12px ${styles.fontFamily}`;
    const axis = {
      stroke: color('--quiet'),
      grid: { stroke: color('--line'), width: 1 },
      ticks: { show: false },
      font,
    };
    const printed = (_: uPlot, value: number | null) => (value === null ? '' : print(value));
    plot.current = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        series: [
          { label: 'Time', value: (_, at) => (at === null ? '' : localClock(at * 1000)) },
          ...lines.map((line) => ({
            ...{ label: line.name, stroke: color(line.color), width: 2, value: printed },
            points: { show: false },
            ...(line.isDashed ? { dash: [6, 4] } : {}),
          })),
        ],
        axes: [
          { ...axis, size: 32, space: 70, values: (_, values) => values.map((at) => localClock(at * 1000)) },
          {
            ...{ ...axis, size: 60, space: 35, incrs: [...steps] },
            values: (_, values) => values.map((value) => print(value)),
          },
        ],
        scales: {
          // Of the times themselves: what it is given would be a day while there is one of them.
          x: { range: ({ data: [all] }) => timesShown(all) },
          y: { range: (_, __, most) => [0, Math.max((most ?? 0) * 1.1, least)] },
        },
        legend: { markers: { width: 0, fill: (_, i) => color(lines[i - 1]?.color ?? '--quiet') } },
        cursor: { drag: { x: false, y: false } },
      },
      dataOf(times, lines),
      element,
    );
    const observer = new ResizeObserver(() =>
      plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [names, scheme]);
  useEffect(() => plot.current?.setData(dataOf(times, lines)), [times, lines]);
  return <div ref={box} className="chart" role="img" aria-label={label} />;
}

function timesShown(times: ArrayLike<number>): [number, number] {
  const last = times[times.length - 1] ?? Date.now() / 1000;
  return [Math.min(times[0] ?? last, last - LEAST_S), last];
}

function dataOf(times: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData;
}
