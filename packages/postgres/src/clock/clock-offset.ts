// How far the wall clock of this process is from that of Postgres, and whether that is too far. Which of the two is wrong
// two clocks cannot tell.

/** What one question to Postgres tells of the two clocks. */
export interface ClockReading {
  /** Our wall clock when it was asked, in milliseconds since the epoch. */
  readonly askedAt: number;
  /** From the question to the answer, in milliseconds of a monotonic clock: also right when the wall clock is set meanwhile. */
  readonly roundTripMs: number;
  /** What Postgres answered, in milliseconds since the epoch. */
  readonly serverAt: number;
}

/** What is known of the offset. */
export interface ClockOffset {
  /** Our clock less that of Postgres, in milliseconds: above 0 ours is ahead. */
  readonly offsetMs: number;
  /** Whether it is beyond the limit. */
  readonly isOff: boolean;
}

/**
 * What is known after a reading. Postgres read its clock at some moment of the round trip: the offset is that of the
 * middle, and half of the round trip is its error, as in SNTP (RFC 4330, section 5). Only what is surely beyond the limit
 * is off, and only what is surely within it is right again; a reading that can be either tells nothing, so that an answer
 * which came late is no alarm, and an offset at the very limit is one change and not many.
 * @param before what was known, if anything was
 */
export function judgeOffset(
  before: ClockOffset | undefined,
  { askedAt, roundTripMs, serverAt }: ClockReading,
  limitMs: number,
): ClockOffset | undefined {
  const errorMs = roundTripMs / 2;
  const offsetMs = askedAt + errorMs - serverAt;
  const distanceMs = Math.abs(offsetMs);
  if (distanceMs - errorMs > limitMs) return { offsetMs, isOff: true };
  if (distanceMs + errorMs <= limitMs) return { offsetMs, isOff: false };
  return before;
}

/** What /readyz says of an offset that is beyond the limit, and what to do; undefined when all is well, or nothing is known. */
export function offsetProblem(offset: ClockOffset | undefined, limitMs: number): string | undefined {
  if (!offset?.isOff) return undefined;
  const seconds = (ms: number) => `${(Math.abs(ms) / 1000).toFixed(1)} s`;
  const side = offset.offsetMs > 0 ? 'ahead of' : 'behind';
  return (
    `the clock here is ${seconds(offset.offsetMs)} ${side} that of Postgres, more than MAX_CLOCK_OFFSET ` +
    `(${seconds(limitMs)}): let both machines follow the same time servers (NTP); where all processes say so, it is ` +
    'that of Postgres'
  );
}
