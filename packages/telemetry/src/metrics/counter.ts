import type { Instrument, Sample } from './instrument.ts';

/** A number that only grows. Adding to it is one addition: on the path of an event nothing more is affordable. */
export class Counter {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }
}

/** Counters that are kept elsewhere, and read when they are asked for. */
export class ReadCounters implements Instrument {
  readonly name: string;
  readonly type = 'counter';
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

/** A counter without labels, as an instrument. */
export class CounterInstrument extends Counter implements Instrument {
  readonly name: string;
  readonly type = 'counter';
  readonly help: string;
  readonly labelNames: readonly string[] = [];

  constructor(name: string, help: string) {
    super();
    this.name = name;
    this.help = help;
  }

  samples(): Sample[] {
    return [{ labels: {}, value: this.value }];
  }
}

/** Counters that differ in the values of their labels. Hold on to what `of` gives: looking it up costs more than counting. */
export class CounterFamily<Label extends string> implements Instrument {
  readonly name: string;
  readonly type = 'counter';
  readonly help: string;
  readonly labelNames: readonly Label[];
  readonly #members = new Map<string, { labels: Record<Label, string>; counter: Counter }>();

  constructor(name: string, help: string, labelNames: readonly Label[]) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
  }

  /** The counter with these values, one for each label; it shows from its first use on, with 0. */
  of(labels: Readonly<Record<Label, string>>): Counter {
    const key = this.labelNames.map((name) => labels[name]).join('\0');
    let member = this.#members.get(key);
    if (!member) {
      member = { labels: { ...labels }, counter: new Counter() };
      this.#members.set(key, member);
    }
    return member.counter;
  }

  samples(): Sample[] {
    return [...this.#members.values()].map(({ labels, counter }) => ({ labels, value: counter.value }));
  }
}
