import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { OffsetLedger } from './offset-ledger.ts';

/** Each was made as many milliseconds after the epoch as its offset says. */
function records(...offsets: bigint[]) {
  return offsets.map((offset) => ({ offset, timestamp: Number(offset) }));
}

test('commits nothing before the first record', () => {
  assert.equal(new OffsetLedger().committable(), undefined);
});

test('commits the lowest unfinished offset, however many above it are finished', () => {
  const ledger = new OffsetLedger();
  ledger.take(records(5n, 6n, 9n), 12n);
  assert.equal(ledger.committable(), 5n);
  ledger.done(9n);
  ledger.done(6n);
  assert.equal(ledger.committable(), 5n);
  ledger.done(5n);
  assert.equal(ledger.committable(), 12n, 'past the gap at the end of the log as well');
});

test('a record that is finished twice, or was never taken, counts once or not at all', () => {
  const ledger = new OffsetLedger();
  ledger.take(records(1n, 2n), 3n);
  assert.equal(ledger.done(1n), true);
  assert.equal(ledger.done(1n), false);
  assert.equal(ledger.done(7n), false);
  assert.equal(ledger.unfinished, 1);
});

test('a rewind forgets the records from there on, also finished ones', () => {
  const ledger = new OffsetLedger();
  ledger.take(records(1n, 2n, 3n), 4n);
  ledger.done(1n);
  ledger.done(3n);
  ledger.rewindTo(2n);
  assert.equal(ledger.position, 2n);
  assert.equal(ledger.committable(), 2n);
  ledger.take(records(2n, 3n), 4n);
  ledger.done(2n);
  assert.equal(ledger.committable(), 3n, 'the second 3 is another one than the first');
});

test('knows when the oldest record that is not finished was made, also one that is to be read again', () => {
  const ledger = new OffsetLedger();
  assert.equal(ledger.oldest, undefined);
  ledger.take(records(5n, 6n, 9n), 12n);
  ledger.done(6n);
  assert.equal(ledger.oldest, 5);
  ledger.done(5n);
  assert.equal(ledger.oldest, 9);
  ledger.rewindTo(9n);
  assert.equal(ledger.oldest, 9, 'nothing is taken, but the next one is known');
  ledger.take(records(9n), 10n);
  ledger.done(9n);
  assert.equal(ledger.oldest, undefined);
});

/** What a member does with a partition: takes some records with gaps, finishes any, goes back to one. */
const step = fc.oneof(
  fc.record({
    kind: fc.constant('take' as const),
    gaps: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  }),
  fc.record({ kind: fc.constant('done' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('rewind' as const), pick: fc.nat() }),
);

test('never commits past an unfinished record, and all of it once everything is finished', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const ledger = new OffsetLedger();
      const open = new Set<bigint>();
      let next = 0n;
      for (const action of steps) {
        if (action.kind === 'take') {
          const offsets = action.gaps.map((gap) => {
            const offset = next + BigInt(gap);
            next = offset + 1n;
            return offset;
          });
          ledger.take(records(...offsets), next);
          for (const offset of offsets) open.add(offset);
        } else if (open.size > 0) {
          const picked = [...open][action.pick % open.size] as bigint;
          if (action.kind === 'done') {
            ledger.done(picked);
            open.delete(picked);
          } else {
            ledger.rewindTo(picked);
            for (const offset of open) if (offset >= picked) open.delete(offset);
            next = picked;
          }
        }
        assert.equal(ledger.unfinished, open.size);
        const lowest = [...open].reduce<bigint | undefined>(
          (a, b) => (a === undefined || b < a ? b : a),
          undefined,
        );
        if (lowest !== undefined) assert.equal(ledger.committable(), lowest);
      }
      for (const offset of [...open]) ledger.done(offset);
      if (ledger.position !== undefined) assert.equal(ledger.committable(), next);
    }),
  );
});
