import { closeSync, openSync, renameSync, statSync, writeSync } from 'node:fs';

const LARGEST = 20_000_000;

/** Appends to a file and moves it aside as `<file>.1` when it has become large, so that two of them are all there is. */
export class LogFile {
  readonly #file: string;
  readonly #largest: number;
  #fd: number | undefined;
  #size = 0;

  constructor(file: string, largest = LARGEST) {
    this.#file = file;
    this.#largest = largest;
  }

  /** Never throws: a full disk must not take a supervisor down. */
  write(chunk: Buffer | string): void {
    try {
      if (this.#size > this.#largest) this.rotate();
      this.#fd ??= this.#open();
      this.#size += writeSync(this.#fd, typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    } catch {
      // What was to be logged is lost.
    }
  }

  /** Moves the file aside; the next write begins a new one. */
  rotate(): void {
    this.end();
    try {
      renameSync(this.#file, `${this.#file}.1`);
    } catch {
      // There was none yet.
    }
  }

  end(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #open(): number {
    const fd = openSync(this.#file, 'a', 0o600);
    this.#size = statSync(this.#file).size;
    return fd;
  }
}
