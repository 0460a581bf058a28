// What the generator is told to do and what it gives back; both cross the border of a process.

/** What is sent. */
export type RequestKind =
  /** `POST /api/events` with a payload of 500 bytes. */
  | { readonly kind: 'event'; readonly apiKey: string }
  /** `POST /api/events/batch` with that many of them. */
  | { readonly kind: 'batch'; readonly apiKey: string; readonly size: number }
  /** The same event, each time with another of these keys. */
  | { readonly kind: 'keys'; readonly apiKeys: readonly string[] }
  /**
   * The same with the time in it when the request should have been sent (stamp.ts), each time with another of these keys;
   * a batch of them when `size` is more than 1.
   */
  | { readonly kind: 'stamped'; readonly apiKeys: readonly string[]; readonly size: number }
  /** The same event with a secret that is wrong, in turn for one of these key ids and for an id that nobody has. */
  | { readonly kind: 'bad keys'; readonly keyIds: readonly string[] };

export type Pace =
  /** As quick as the answers come, for as long as the load lasts or until so many requests are sent. */
  | { readonly kind: 'closed'; readonly connections: number; readonly requests?: number }
  /**
   * At a steady rate, whatever the answers do. What has found no free connection after `patienceMs` is not sent at all.
   */
  | {
      readonly kind: 'open';
      readonly perSecond: number;
      readonly maxConnections: number;
      readonly patienceMs: number;
    };

export interface Load {
  readonly port: number;
  readonly request: RequestKind;
  readonly pace: Pace;
  readonly seconds: number;
  /** How long after the other loads of its run it begins, in seconds (default 0). */
  readonly startAfter?: number;
  /** A request that has no answer after this time hangs. */
  readonly timeoutMs: number;
  /** Also gives latencies for each such part of the time, in milliseconds. */
  readonly windowMs?: number;
}

export interface LoadReport {
  readonly sent: number;
  /** 2xx within the time of the load, without those that came after its end. */
  readonly acceptedInTime: number;
  /** Answers by status, those after the end included. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Connections that ended with a request under way. */
  readonly broken: number;
  /** Requests without an answer within the time-out. */
  readonly hung: number;
  /** Requests of an open loop that found no free connection. */
  readonly unsent: number;
  /** Counts of histograms (histogram.ts). From the intended time of sending, so that no wait is omitted: answers of 2xx … */
  readonly accepted: Uint32Array;
  /** … and all others. */
  readonly refused: Uint32Array;
  /** How late requests were sent: what of the latency is the generator's own, or a wait for a connection. */
  readonly lateness: Uint32Array;
  /** Latencies of 2xx by the part of the time in which they should have been sent. */
  readonly windows: readonly Uint32Array[];
}
