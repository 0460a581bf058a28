// What was looked at, and what came of it.

export class Checks {
  passed = 0;
  readonly failures: string[] = [];
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** @param problem what is wrong, or undefined when nothing is */
  note(name: string, problem: string | undefined): void {
    if (problem === undefined) {
      this.passed += 1;
      return;
    }
    this.failures.push(name);
    this.#say(`FAILED ${name}: ${problem}`);
  }
}
