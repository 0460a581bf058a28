import type {
  CreateReplay200Answer,
  CreateReplayBody,
  GetReplayAnswer,
  ListReplaysAnswer,
} from '../api/generated.ts';
import type { CallOptions, Transport } from '../http/transport.ts';
import { pause } from '../retry/pause.ts';
import { eachItem } from './pages.ts';

/** A job that has deliveries attempted again. */
export type Replay = ListReplaysAnswer['replays'][number];
/** With what became of its deliveries. */
export type ReplayProgress = GetReplayAnswer;

/** What a replay would take now. */
export type ReplayPreview = CreateReplay200Answer;

interface ReplayRange {
  /** Of events that were accepted at this time or later; needed unless `select` is `failed`. Texts are RFC 3339. */
  readonly from?: Date | string | undefined;
  /** Of events that were accepted before this time. */
  readonly to?: Date | string | undefined;
}

export interface ReplayInput extends Omit<CreateReplayBody, keyof ReplayRange | 'dryRun'>, ReplayRange {
  /** Of this endpoint alone; of all without it. */
  readonly endpointId?: string | undefined;
}

export interface ReplayListOptions {
  /** Replays a page, 1 to 100. */
  readonly limit?: number | undefined;
  /** Where to begin: the `nextCursor` of a page. */
  readonly cursor?: string | undefined;
}

export interface WatchOptions extends CallOptions {
  /** How long to wait between two looks, in milliseconds; 1,000. */
  readonly intervalMs?: number | undefined;
  /** Goes on until none of its deliveries is pending or being sent, which may take as long as the retries of an endpoint. */
  readonly untilDelivered?: boolean | undefined;
}

/** Deliveries that are attempted again. */
export class Replays {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Asks for a replay. Not sent again by itself when it is unknown whether it was made: list them first. */
  async create(input: ReplayInput = {}, { signal }: CallOptions = {}): Promise<Replay> {
    return (await this.#post(input, { signal })) as Replay;
  }

  /** How many deliveries such a replay would take now. Makes none. */
  async preview(input: ReplayInput = {}, { signal }: CallOptions = {}): Promise<ReplayPreview> {
    return (await this.#post({ ...input, dryRun: true }, { signal, isRepeatable: true })) as ReplayPreview;
  }

  #post(
    { endpointId, ...body }: ReplayInput & { readonly dryRun?: true },
    options: CallOptions & { readonly isRepeatable?: true },
  ) {
    return endpointId === undefined
      ? this.#transport.ask('createReplay', { ...options, body })
      : this.#transport.ask('replayEndpoint', { ...options, id: endpointId, body });
  }

  /** The replays, the newest first. */
  list(
    options: ReplayListOptions = {},
    { signal }: CallOptions = {},
  ): AsyncGenerator<Replay, void, undefined> {
    return eachItem(async (cursor) => {
      const query = { limit: options.limit, cursor };
      const { replays, nextCursor } = await this.#transport.ask('listReplays', { query, signal });
      return { items: replays, nextCursor };
    }, options.cursor);
  }

  get(id: string, { signal }: CallOptions = {}): Promise<ReplayProgress> {
    return this.#transport.ask('getReplay', { id, signal });
  }

  /** How it goes on: the replay as it is now, and again after each interval, the last time when it is over. */
  async *watch(id: string, options: WatchOptions = {}): AsyncGenerator<ReplayProgress, void, undefined> {
    const { intervalMs = 1000, untilDelivered = false, signal } = options;
    for (;;) {
      const replay = await this.get(id, { signal });
      yield replay;
      const isChosen = replay.state === 'finished' || replay.state === 'cancelled';
      const { pending, sending } = replay.deliveries;
      if (isChosen && !(untilDelivered && pending + sending > 0)) return;
      await pause(intervalMs, signal);
    }
  }

  /** Nothing more is chosen until it is resumed. */
  pause(id: string, { signal }: CallOptions = {}): Promise<Replay> {
    return this.#transport.ask('pauseReplay', { id, signal, isRepeatable: true });
  }

  resume(id: string, { signal }: CallOptions = {}): Promise<Replay> {
    return this.#transport.ask('resumeReplay', { id, signal, isRepeatable: true });
  }

  /** Nothing more is chosen; what was chosen goes on. */
  cancel(id: string, { signal }: CallOptions = {}): Promise<Replay> {
    return this.#transport.ask('cancelReplay', { id, signal });
  }
}
