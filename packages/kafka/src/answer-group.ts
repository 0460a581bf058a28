// The answers of records that were published together, given at once when the last one is there: one promise for all of
// them instead of one each.
import type { Ack } from './port.ts';

/** Who waits for what becomes of a record. */
export interface Waiter {
  resolve(ack: Ack): void;
  reject(error: Error): void;
}

export class AnswerGroup {
  readonly #answers: PromiseSettledResult<Ack>[];
  readonly #done: (answers: PromiseSettledResult<Ack>[]) => void;
  #missing: number;

  /** @param size how many answers there will be, at least one */
  constructor(size: number, done: (answers: PromiseSettledResult<Ack>[]) => void) {
    this.#answers = new Array(size);
    this.#missing = size;
    this.#done = done;
  }

  /** The waiter of the record at this index. */
  waiter(index: number): Waiter {
    return new GroupWaiter(this, index);
  }

  answer(index: number, answer: PromiseSettledResult<Ack>): void {
    this.#answers[index] = answer;
    this.#missing -= 1;
    if (this.#missing === 0) this.#done(this.#answers);
  }
}

class GroupWaiter implements Waiter {
  readonly #group: AnswerGroup;
  readonly #index: number;

  constructor(group: AnswerGroup, index: number) {
    this.#group = group;
    this.#index = index;
  }

  resolve(value: Ack): void {
    this.#group.answer(this.#index, { status: 'fulfilled', value });
  }

  reject(reason: Error): void {
    this.#group.answer(this.#index, { status: 'rejected', reason });
  }
}
