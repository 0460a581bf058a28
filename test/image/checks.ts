// What was looked at, each with a line of its own: a check that fails is never unseen.
import { describeError } from '@hopline/runtime/errors';

export class ImageChecks {
  passed = 0;
  failed = 0;
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Runs a check; it fails by throwing. */
  async that(what: string, check: () => unknown): Promise<void> {
    try {
      await check();
      this.passed += 1;
      this.#say(`ok      ${what}`);
    } catch (error) {
      this.failed += 1;
      this.#say(`FAILED  ${what}: ${describeError(error)}`);
    }
  }
}
