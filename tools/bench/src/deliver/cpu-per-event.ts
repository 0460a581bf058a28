import { HOPS, type Hop } from '../receive/whole-way.ts';

/** CPU time of each hop in microseconds an event. */
export function cpuPerEvent(
  before: Record<Hop, number>,
  after: Record<Hop, number>,
  events: number,
): Record<Hop, number> {
  const micros = HOPS.map((hop) => [hop, ((after[hop] - before[hop]) * 1000) / events]);
  return Object.fromEntries(micros) as Record<Hop, number>;
}
