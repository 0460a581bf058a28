/** As long as the longest interval at which a round is tried again. */
const SETTLE_MS = 5000;

/** How counts are shared between the instances at present: what all organizations of a process go by. Times in milliseconds. */
export class Sharing {
  readonly windowMs: number;
  /** For so long after Postgres was read it is relied on; when it is later than that, everyone goes on alone. */
  readonly freshMs: number;
  /** What to add to the limiter's clock to get the clock of Postgres, in milliseconds since the epoch. */
  epochOffsetMs: number;
  /** The most instances that lately shared one organization. */
  instances = 1;

  /** Since when all readings had fewer; undefined while they had not. */
  #fewerSince: number | undefined;
  #waitingSince = Number.POSITIVE_INFINITY;
  /** When the first of the rounds that failed began; undefined while they succeed. */
  #failingSince: number | undefined;
  #apartUntil = Number.NEGATIVE_INFINITY;

  constructor(windowMs: number, freshMs: number, epochOffsetMs: number) {
    this.windowMs = windowMs;
    this.freshMs = freshMs;
    this.epochOffsetMs = epochOffsetMs;
  }

  /** Postgres does not answer, or not in time: what the other instances admit is unknown. */
  isApart(now: number): boolean {
    return (
      this.#failingSince !== undefined || now - this.#waitingSince > this.freshMs || now < this.#apartUntil
    );
  }

  /** Counts wait since then to be shared. */
  wait(since: number): void {
    if (since < this.#waitingSince) this.#waitingSince = since;
  }

  /** A round succeeded; `waitingSince`: other counts wait since then. */
  succeed(now: number, waitingSince: number | undefined): void {
    this.#waitingSince = waitingSince ?? Number.POSITIVE_INFINITY;
    if (this.#failingSince === undefined) return;
    // The others were cut off too, perhaps, and try again at longer and longer intervals: until they have, what they
    // admitted meanwhile is not in Postgres.
    this.#apartUntil = now + Math.min(now - this.#failingSince, SETTLE_MS);
    this.#failingSince = undefined;
  }

  /** A round failed that began at `takenAt`. */
  fail(takenAt: number): void {
    this.#failingSince ??= takenAt;
  }

  /** Corrects the offset, unless it is within what the time on the way leaves open. */
  adjustClock(postgresMs: number, sentAt: number, receivedAt: number): void {
    const offset = postgresMs - (sentAt + receivedAt) / 2;
    if (Math.abs(offset - this.epochOffsetMs) > (receivedAt - sentAt) / 2) this.epochOffsetMs = offset;
  }

  /** After a pause the first reading sees fewer, since the others have yet to write: so it takes a window of such readings. */
  noteInstances(instances: number, now: number): void {
    const isFewer = instances < this.instances;
    if (isFewer) this.#fewerSince ??= now;
    if (isFewer && now - (this.#fewerSince ?? now) < this.windowMs) return;
    this.instances = instances;
    this.#fewerSince = undefined;
  }
}
