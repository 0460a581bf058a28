import { useMemo } from 'react';
import { duration, rate } from '../format/amount.ts';
import { Chart, type Line } from '../parts/chart.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import type { StatsMessage } from './stats-message.ts';
import { useStats } from './use-stats.ts';

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
        <Tile name="Accepted a second" value={last && rate(last.accepted)} />
        <Tile name="Stored a second" value={last && rate(last.stored)} />
        <Tile name="Delivered a second" value={last && rate(last.delivered)} />
        <Tile name="Failed attempts a second" value={last && rate(last.failed)} />
        <Tile name="Accepted to delivered, p50" value={print(last?.p50Ms)} />
        <Tile name="Accepted to delivered, p95" value={print(last?.p95Ms)} />
      </dl>
      <section className="card" aria-label="Rates">
        <h2>A second</h2>
        <Chart
          label="Accepted, stored, delivered and failed a second, the last five minutes"
          times={times}
          lines={rates}
          print={rate}
        />
      </section>
      <section className="card" aria-label="Latency">
        <h2>From accepted to delivered</h2>
        <Chart
          label="p50 and p95 from accepted to delivered, the last five minutes"
          times={times}
          lines={latency}
          print={duration}
        />
      </section>
    </>
  );
}

function Tile({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd>{value ?? '–'}</dd>
    </div>
  );
}

function print(ms: number | null | undefined): string | undefined {
  return ms === null || ms === undefined ? undefined : duration(ms);
}

function linesOfRates(messages: readonly StatsMessage[]): readonly Line[] {
  return [
    { name: 'accepted', color: '--accent', values: messages.map(({ accepted }) => accepted) },
    { name: 'stored', color: '--quiet', values: messages.map(({ stored }) => stored) },
    { name: 'delivered', color: '--good', values: messages.map(({ delivered }) => delivered) },
    { name: 'failed', color: '--bad', values: messages.map(({ failed }) => failed) },
  ];
}

function linesOfLatency(messages: readonly StatsMessage[]): readonly Line[] {
  return [
    { name: 'p50', color: '--accent', values: messages.map(({ p50Ms }) => p50Ms) },
    { name: 'p95', color: '--waiting', values: messages.map(({ p95Ms }) => p95Ms) },
  ];
}
