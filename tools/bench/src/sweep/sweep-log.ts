// The rounds of a sweeper, from the lines that its process logs.

export interface SweepRound {
  /** By Date.now() of the process. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly endpointsWoken: number;
}

/** The round that a line of the log tells of; undefined when it tells of something else. */
export function roundOf(line: string): SweepRound | undefined {
  if (!line.includes('"sweep.finished"')) return undefined;
  const { time, duration_ms, endpointsWoken } = JSON.parse(line);
  return { startedAt: Date.parse(time) - duration_ms, durationMs: duration_ms, endpointsWoken };
}
