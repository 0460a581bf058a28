// The measurement's end of the receiver.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs } from '../process-usage.ts';
import type { ReceiverReport } from './arrivals.ts';

export type ReceiverCommand = { readonly number: number } & (
  | { readonly kind: 'expect'; readonly secrets: readonly (readonly [path: string, secret: string])[] }
  | { readonly kind: 'hang'; readonly path: string; readonly hangs: boolean }
  | { readonly kind: 'reset'; readonly keepEvery: number }
  | { readonly kind: 'count' | 'report' }
);

type WithoutNumber<C> = C extends unknown ? Omit<C, 'number'> : never;

const LOOK_MS = 20;

export class ReceiverProcess implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #number = 0;

  static async start(): Promise<ReceiverProcess> {
    const child = fork(join(import.meta.dirname, 'receiver.ts'), {
      serialization: 'advanced',
      env: { PATH: process.env.PATH },
    });
    const [{ port }] = (await once(child, 'message')) as [AddressInfo];
    return new ReceiverProcess(child, port);
  }

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
    child.on('message', ({ number, answer }: { number: number; answer: unknown }) => {
      this.#waiting.get(number)?.(answer);
      this.#waiting.delete(number);
    });
  }

  /** CPU time so far in milliseconds. */
  cpuMs(): number {
    return cpuMs(this.#child.pid ?? 0);
  }

  /** The secrets that posts to these paths must be signed with, beside those told before. */
  async expect(secrets: readonly (readonly [path: string, secret: string])[]): Promise<void> {
    await this.#ask({ kind: 'expect', secrets });
  }

  /** Whether posts to this path get no answer from now on. */
  async hang(path: string, hangs: boolean): Promise<void> {
    await this.#ask({ kind: 'hang', path, hangs });
  }

  /** Forgets what came. Of so many posts from now on one is kept, for its signature. */
  async reset(keepEvery = 1): Promise<void> {
    await this.#ask({ kind: 'reset', keepEvery });
  }

  /** Different webhooks since the last reset. */
  async count(): Promise<number> {
    return (await this.#ask({ kind: 'count' })) as number;
  }

  async report(): Promise<ReceiverReport> {
    return (await this.#ask({ kind: 'report' })) as ReceiverReport;
  }

  /** Waits for so many webhooks, or until none has come for so long: then some are lost, which the report shows. */
  async waitFor(webhooks: number, patienceMs = 30_000): Promise<void> {
    let seen = 0;
    let giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const count = await this.count();
      if (count >= webhooks || performance.now() > giveUpAt) return;
      if (count > seen) giveUpAt = performance.now() + patienceMs;
      seen = count;
      await sleep(LOOK_MS);
    }
  }

  async #ask(command: WithoutNumber<ReceiverCommand>): Promise<unknown> {
    this.#number += 1;
    const number = this.#number;
    const answer = new Promise((resolve) => this.#waiting.set(number, resolve));
    const failed = new AbortController();
    const exit = once(this.#child, 'exit', { signal: failed.signal }).then(() => {
      throw new Error('the receiver has ended');
    });
    exit.catch(() => {});
    this.#child.send({ ...command, number });
    return await Promise.race([answer, exit]).finally(() => failed.abort());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }
}
