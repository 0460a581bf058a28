import type { Instrument, Sample } from './instrument.ts';

/** A value that is read when it is asked for. */
export class Gauge implements Instrument {
  readonly name: string;
  readonly type = 'gauge';
  readonly help: string;
  readonly labelNames: readonly string[] = [];
  readonly #read: () => number;

  constructor(name: string, help: string, read: () => number) {
    this.name = name;
    this.help = help;
    this.#read = read;
  }

  samples(): Sample[] {
    return [{ labels: {}, value: this.#read() }];
  }
}
