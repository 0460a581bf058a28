import { useMemo } from 'react';
import { duration, rate } from '../format/amount.ts';
import { COUNT_STEPS, DURATION_STEPS } from '../format/axis-steps.ts';
import { Chart, type Line } from '../parts/chart.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import type { StatsMessage } from './stats-message.ts';
import { useStats } from './use-stats.ts';

/** Below these a chart's axis would have more marks than figures. */
const LEAST_RATE = 1;
const LEAST_MS = 10;

/** Rates and latency, as they are told. */
export function LiveCharts() {
  const { messages, state } = useStats();
  const last = messages.at(-1);
  const times = useMemo(() => messages.map(({ at }) => at / 1000), [messages]);
  const rates = useMemo(() => linesOfRates(messages), [messages]);
  const latency = useMemo(() => linesOfLatency(messages), [messages]);
  return (
    <>
      {state.kind === 'broken' && <ProblemNotice error={state.error} />}
      <dl className="tiles">
        <Tile name="Accepted / s" value={print(last?.accepted, rate)} />
        <Tile name="Stored / s" value={print(last?.stored, rate)} />
        <Tile name="Delivered / s" value={print(last?.delivered, rate)} />
        <Tile name="Failed attempts / s" value={print(last?.failed, rate)} isBad={(last?.failed ?? 0) > 0} />
        <Tile name="Delivered in, p50" value={print(last?.p50Ms, duration)} />
        <Tile name="Delivered in, p95" value={print(last?.p95Ms, duration)} />
      </dl>
      <div className="charts">
        <section className="card" aria-label="Rates">
          <h2>Events and deliveries a second</h2>
          <Chart
            label="Accepted, stored, delivered and failed a second, the last five minutes"
            times={times}
            lines={rates}
            print={rate}
            steps={COUNT_STEPS}
            least={LEAST_RATE}
          />
        </section>
        <section className="card" aria-label="Latency">
          <h2>Time from accepted to delivered</h2>
          <Chart
            label="p50 and p95 from accepted to delivered, the last five minutes"
            times={times}
            lines={latency}
            print={duration}
            steps={DURATION_STEPS}
            least={LEAST_MS}
          />
        </section>
      </div>
    </>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string | undefined;
  readonly isBad?: boolean;
}

function Tile({ name, value, isBad = false }: TileProps) {
  return (
    <div className={isBad ? 'tile tile-bad' : 'tile'}>
      <dt>{name}</dt>
      <dd>{value ?? '–'}</dd>
    </div>
  );
}

function print(value: number | null | undefined, as: (value: number) => string): string | undefined {
  return value === null || value === undefined ? undefined : as(value);
}

function linesOfRates(messages: readonly StatsMessage[]): readonly Line[] {
  return [
    { name: 'accepted', color: '--accent', values: messages.map(({ accepted }) => accepted) },
    // Dashed where it covers what was accepted.
    { name: 'stored', color: '--quiet', isDashed: true, values: messages.map(({ stored }) => stored) },
    { name: 'delivered', color: '--good', values: messages.map(({ delivered }) => delivered) },
    // Dashed, as the colours of a portal may have a red accent.
    { name: 'failed', color: '--bad', isDashed: true, values: messages.map(({ failed }) => failed) },
  ];
}

function linesOfLatency(messages: readonly StatsMessage[]): readonly Line[] {
  return [
    { name: 'p50', color: '--accent', values: messages.map(({ p50Ms }) => p50Ms) },
    { name: 'p95', color: '--waiting', values: messages.map(({ p95Ms }) => p95Ms) },
  ];
}
