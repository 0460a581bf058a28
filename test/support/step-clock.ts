// Loaded before a service (`node --import`): steps its wall clock as an administrator or a time server would. SIGUSR2
// sets it to as many milliseconds beside the right one as stand in CLOCK_OFFSET_FILE. The monotonic clock goes on.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const file = process.env.CLOCK_OFFSET_FILE ?? '';
let offsetMs = 0;

class SteppedDate extends RealDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RealDate.now() + offsetMs);
    else super(...(given as [number]));
  }

  static override now(): number {
    return RealDate.now() + offsetMs;
  }
}

globalThis.Date = SteppedDate as unknown as DateConstructor;
process.on('SIGUSR2', () => {
  offsetMs = Number(readFileSync(file, 'utf8'));
  process.stdout.write(`{"msg":"clock.stepped","offset_ms":${offsetMs}}\n`);
});
