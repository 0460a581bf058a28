import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useShownScheme } from '../theme/use-shown-scheme.ts';

export interface Line {
  readonly name: string;
  /** A colour of styles/base.css, such as `--accent`. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  /** What it shows, for those who cannot see it; the figures themselves stand beside it as text. */
  readonly label: string;
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly print: (value: number) => string;
}

const HEIGHT = 220;

/** Lines over time. */
export function Chart({ label, times, lines, print }: ChartProps) {
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
    const axis = { stroke: color('--quiet'), grid: { stroke: color('--line'), width: 1 } };
    plot.current = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        series: [{}, ...lines.map((line) => ({ label: line.name, stroke: color(line.color), width: 2 }))],
        axes: [axis, { ...axis, size: 70, values: (_, values) => values.map(print) }],
        scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
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

function dataOf(times: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData;
}
