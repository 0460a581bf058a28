// One subject empties the topic, or writes as many rows: how quickly, and with how much CPU of whom.
import { cpus } from 'node:os';
import { treeCpuMs } from '../process-usage.ts';
import type { BenchSystem } from '../system.ts';
import { deadlocksOf, watchLocks } from './lock-watch.ts';
import { holdProgress, watchProgress } from './progress-watch.ts';
import type { Tables } from './tables.ts';

export interface Subject extends AsyncDisposable {
  /** User and system CPU time of its processes so far. */
  cpuMs(): number;
  /** It is ready: from now on it may write. */
  go(): void;
}

export interface Drained {
  readonly perSecond: number;
  /** CPU time for each event in microseconds. */
  readonly cpuMicros: { readonly process: number; readonly postgres: number; readonly kafka: number };
  /** The share of all cores that was in use. */
  readonly busy: number;
  readonly lockWaitShare: number;
  readonly deadlocks: number;
}

/** @param start resolves when the subject waits for nothing but `go` and the progress rows */
export async function drain(
  system: BenchSystem,
  tables: Tables,
  records: number,
  start: () => Promise<Subject>,
): Promise<Drained> {
  const hold = await holdProgress(tables.pool);
  const subject = await start().catch(async (error) => {
    await hold.release();
    throw error;
  });
  try {
    const usage = () => ({
      process: subject.cpuMs(),
      postgres: treeCpuMs(system.pids.postgres),
      kafka: treeCpuMs(system.pids.kafka),
      machine: machineMs(),
    });
    subject.go();
    await hold.release();
    const locks = watchLocks(tables.pool);
    let before = usage();
    const { perSecond, seconds } = await watchProgress(tables.pool, records, () => {
      before = usage();
    }).finally(() => locks.stop());
    const after = usage();
    const micros = (of: 'process' | 'postgres' | 'kafka') =>
      ((after[of] - before[of]) * 1000) / (perSecond * seconds);
    return {
      perSecond,
      cpuMicros: { process: micros('process'), postgres: micros('postgres'), kafka: micros('kafka') },
      busy: (after.machine.busy - before.machine.busy) / (after.machine.all - before.machine.all),
      lockWaitShare: await locks.stop(),
      deadlocks: await deadlocksOf(tables.pool),
    };
  } finally {
    await subject[Symbol.asyncDispose]();
  }
}

function machineMs(): { busy: number; all: number } {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { busy: all - idle, all };
}
