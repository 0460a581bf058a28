import { useMemo } from 'react';
import { count, duration } from '../format/amount.ts';
import { COUNT_STEPS, DURATION_STEPS } from '../format/axis-steps.ts';
import { Chart } from '../parts/chart.tsx';
import { Loading } from '../parts/loading.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { LagTable } from '../topics/lag-table.tsx';
import { linesOfLag } from './lag-lines.ts';
import type { LagMessage } from './lag-message.ts';
import { useLag } from './use-lag.ts';

/** Below these a chart's axis would have more marks than figures. */
const LEAST_RECORDS = 10;
const LEAST_MS = 1000;

/** How far each hop and rung is behind, as it is told. */
export function LiveLag() {
  const { messages, state } = useLag();
  const last = messages.at(-1);
  return (
    <section aria-label="Lag">
      <h2>Lag of each hop and rung</h2>
      {state.kind === 'broken' && <ProblemNotice error={state.error} />}
      {!last && state.kind !== 'broken' && <Loading what="the lag" />}
      {last?.groups === null && (
        <div className="notice notice-bad" role="alert">
          <p className="notice-title">Kafka does not say</p>
          <p>
            It is asked again every few seconds. If this stays, look at the brokers, and whether the api has
            its rights there.
          </p>
        </div>
      )}
      {last && <LagCharts messages={messages} />}
      {last?.groups && <LagTable groups={last.groups} />}
    </section>
  );
}

function LagCharts({ messages }: { readonly messages: readonly LagMessage[] }) {
  const times = useMemo(() => messages.map(({ at }) => Date.parse(at) / 1000), [messages]);
  const lag = useMemo(() => linesOfLag(messages, 'lag'), [messages]);
  const late = useMemo(() => linesOfLag(messages, 'late_ms'), [messages]);
  if (lag.length === 0) return null;
  return (
    <div className="charts">
      <section className="card" aria-label="Records">
        <h3>Records that are not finished</h3>
        <Chart
          label="Lag of each hop and rung in records, the last five minutes"
          times={times}
          lines={lag}
          print={count}
          steps={COUNT_STEPS}
          least={LEAST_RECORDS}
        />
      </section>
      <section className="card" aria-label="Lateness">
        <h3>How long the oldest has been due</h3>
        <Chart
          label="How late each hop and rung is, the last five minutes"
          times={times}
          lines={late}
          print={duration}
          steps={DURATION_STEPS}
          least={LEAST_MS}
        />
      </section>
    </div>
  );
}
