import type { GetStatsAnswer } from '../api/generated.ts';
import type { CallOptions, Transport } from '../http/transport.ts';
import type { FollowOptions } from '../streams/follow.ts';

/** The figures of the last ten seconds or so; null is what is not known yet. */
export type LiveStats = GetStatsAnswer;

/** What is going on at this moment. */
export class Stats {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Asked once, it knows nothing yet; asked again within half a minute, it knows more. */
  get({ signal }: CallOptions = {}): Promise<LiveStats> {
    return this.#transport.ask('getStats', { signal });
  }

  /**
   * The figures, every two seconds. It goes on when its connection breaks, until the loop or the signal ends it.
   * @throws {HoplineError} when it is refused, such as after the key was revoked, or cannot be opened again
   */
  async *stream(
    options: Omit<FollowOptions, 'lastEventId'> = {},
  ): AsyncGenerator<LiveStats, void, undefined> {
    for await (const { event, data } of this.#transport.follow('streamStats', options)) {
      if (event === 'stats') yield data as LiveStats;
    }
  }
}
