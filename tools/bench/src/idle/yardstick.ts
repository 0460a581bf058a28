// A small job of the same size each time, done now and then beside what is measured: what it costs tells how fast the
// cores are at that time, so that two machines, or two hours of one, can be compared.
import { setInterval } from 'node:timers';

const EVERY_MS = 500;
const DOCUMENT = JSON.stringify(
  Array.from({ length: 200 }, (_, i) => ({
    id: `evt_${i}`,
    type: 'bench.made',
    amount: i * 1.5,
    tags: ['a', 'b'],
  })),
);

export interface Yardstick extends Disposable {
  /** The CPU time of all jobs so far, in milliseconds. */
  cpuMs(): number;
}

/** Begins to do the job, twice a second, in this process. */
export function startYardstick(): Yardstick {
  let micros = 0;
  const timer = setInterval(() => {
    const before = process.threadCpuUsage();
    for (let i = 0; i < 10; i += 1) JSON.stringify(JSON.parse(DOCUMENT));
    const { user, system } = process.threadCpuUsage(before);
    micros += user + system;
  }, EVERY_MS);
  return { cpuMs: () => micros / 1000, [Symbol.dispose]: () => clearInterval(timer) };
}
