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

/** Values that differ in their labels. What is not there at the moment has no line. */
export class Gauges implements Instrument {
  readonly name: string;
  readonly type = 'gauge';
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly samples: () => Sample[];

  constructor(name: string, help: string, labelNames: readonly string[], read: () => Sample[]) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.samples = read;
  }
}
