// The open streams of a process: how many, whose, and that a stop ends them all at once.
import { Readable } from 'node:stream';
import { StreamsBusyError } from '../console-errors.ts';
import { KEEP_ALIVE, printMessage, printRetry, type ServerSentEvent } from './sse.ts';

export interface EventStream {
  /** The body of the answer. */
  readonly body: Readable;
  readonly hasEnded: boolean;
  /** @returns false when the client is so far behind that the message was left out */
  send(message: ServerSentEvent): boolean;
  /** Sends a comment, if nothing was sent since the last call. */
  keepAlive(): void;
  end(): void;
  /** Calls this when the stream has ended, whoever ended it; at once when it has already. */
  onEnd(run: () => void): void;
}

/**
 * How many of one organization, and of all of them. From `crowded` on an organization may have `ofOneInCrowd`, so that a few cannot
 * keep out all others. An administrator has as many as an organization, beside theirs.
 */
export const STREAM_LIMITS = { ofOne: 20, all: 500, crowded: 400, ofOneInCrowd: 2 };
/** The owner of what administrators open. */
export const ADMINISTRATOR = 'the administrator';
/** Bytes that may wait for a client. */
const MAX_WAITING_BYTES = 64 * 1024;
/** When a client is to come back: after a break of its connection, and when this process stops and another takes over. */
const RETRY_MS = 2000;

export class EventStreams {
  readonly #limits: typeof STREAM_LIMITS;
  readonly #open = new Set<EventStream>();
  readonly #ofOwner = new Map<string, number>();
  #isEnding = false;

  constructor(limits = STREAM_LIMITS) {
    this.#limits = limits;
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * A new stream; once the process stops, one that has ended already, so that its client comes back elsewhere.
   * @throws {StreamsBusyError}
   */
  open(owner: string): EventStream {
    const stream = createStream();
    if (this.#isEnding) {
      stream.end();
      return stream;
    }
    const own = this.#ofOwner.get(owner) ?? 0;
    if (own >= this.#mostOf(owner)) throw new StreamsBusyError();
    this.#open.add(stream);
    this.#ofOwner.set(owner, own + 1);
    stream.onEnd(() => {
      this.#open.delete(stream);
      const left = (this.#ofOwner.get(owner) ?? 1) - 1;
      if (left > 0) this.#ofOwner.set(owner, left);
      else this.#ofOwner.delete(owner);
    });
    return stream;
  }

  /** How many the owner may have, counted in with those that it has. */
  #mostOf(owner: string): number {
    const { ofOne, all, crowded, ofOneInCrowd } = this.#limits;
    if (owner === ADMINISTRATOR) return ofOne;
    const ofAll = this.#open.size - (this.#ofOwner.get(ADMINISTRATOR) ?? 0);
    if (ofAll >= all) return 0;
    return ofAll >= crowded ? ofOneInCrowd : ofOne;
  }

  /** Ends all, and every one that is opened later. */
  end(): void {
    this.#isEnding = true;
    for (const stream of [...this.#open]) stream.end();
  }
}

function createStream(): EventStream {
  const body = new Readable({ read() {} });
  const whenEnded: (() => void)[] = [];
  let hasEnded = false;
  let isQuiet = false;
  const settle = () => {
    if (hasEnded) return;
    hasEnded = true;
    for (const run of whenEnded) run();
  };
  // The client has gone, or has read it all.
  body.once('close', settle);
  // A connection that breaks says so by an error; nothing is to be done about it.
  body.on('error', settle);
  body.push(printRetry(RETRY_MS));

  return {
    body,
    get hasEnded() {
      return hasEnded;
    },
    send(message) {
      if (hasEnded || body.readableLength > MAX_WAITING_BYTES) return false;
      isQuiet = false;
      body.push(printMessage(message));
      return true;
    },
    keepAlive() {
      if (isQuiet && !hasEnded && body.readableLength === 0) body.push(KEEP_ALIVE);
      isQuiet = true;
    },
    end() {
      if (hasEnded) return;
      body.push(null);
      settle();
    },
    onEnd(run) {
      if (hasEnded) run();
      else whenEnded.push(run);
    },
  };
}
