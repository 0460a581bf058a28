// The run's end of its receiver.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Arrivals } from './delivery.ts';

export interface ReceiverStart {
  /** 0 for a free one. */
  readonly port: number;
  readonly host: string;
  /** What the paths of this run begin with. */
  readonly path: string;
  readonly events: number;
}

export type ReceiverCommand = 'count' | 'report';

export class ReceiverProcess implements AsyncDisposable {
  readonly port: number;
  readonly #child: ChildProcess;
  #last: Promise<unknown> = Promise.resolve();

  /** @throws {Error} when it cannot listen there */
  static async start(start: ReceiverStart): Promise<ReceiverProcess> {
    const child = fork(join(import.meta.dirname, 'receiver.ts'), [JSON.stringify(start)], {
      serialization: 'advanced',
      env: { PATH: process.env.PATH },
      // A group of its own: Ctrl-C must reach the run alone, which still needs it.
      detached: true,
    });
    const [answer] = (await once(child, 'message')) as [AddressInfo | { error: string }];
    if ('error' in answer) {
      child.disconnect();
      throw new Error(`the receiver cannot listen on port ${start.port}: ${answer.error}`);
    }
    return new ReceiverProcess(child, answer.port);
  }

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** How many events have come so far. */
  async count(): Promise<number> {
    return (await this.#ask('count')) as number;
  }

  async report(): Promise<Arrivals> {
    return (await this.#ask('report')) as Arrivals;
  }

  /** One question at a time: answers have no names. */
  #ask(command: ReceiverCommand): Promise<unknown> {
    const answer = this.#last.then(async () => {
      const ended = new AbortController();
      const onExit = () => ended.abort(new Error('the receiver has ended'));
      this.#child.once('exit', onExit);
      try {
        this.#child.send(command);
        const [message] = await once(this.#child, 'message', { signal: ended.signal });
        return message;
      } finally {
        this.#child.off('exit', onExit);
      }
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
