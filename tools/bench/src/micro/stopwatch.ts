// Times single calls. Reading the clock twice is about 0.05 µs of each.
import { hrtime } from 'node:process';
import { quantile } from '../statistics.ts';

export interface Micros {
  readonly p50: number;
  readonly p99: number;
}

export interface Calls {
  /** How many calls are timed. */
  readonly calls: number;
  /** When it gives a promise, that is awaited, and its time counts. */
  readonly call: () => unknown;
  /** Awaited after every 64 calls and after the last one, untimed: for what the calls leave to be done. */
  readonly rest?: () => Promise<unknown>;
}

const CALLS_WITHOUT_REST = 64;

/** How long each of the calls takes, in microseconds. */
export async function timeCalls({ calls, call, rest }: Calls): Promise<Micros> {
  const micros = new Float64Array(calls);
  for (let i = 0; i < calls; i += 1) {
    const before = hrtime.bigint();
    const result = call();
    if (result instanceof Promise) await result;
    micros[i] = Number(hrtime.bigint() - before) / 1000;
    if (rest && i % CALLS_WITHOUT_REST === 0) await rest();
  }
  // Nothing is left for the time of what is timed next.
  await rest?.();
  micros.sort();
  return { p50: quantile(micros, 0.5), p99: quantile(micros, 0.99) };
}
