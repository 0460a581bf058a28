import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRowRefused } from './failure.ts';

test('a row is given up for what is wrong with it, never for what is wrong with the server', () => {
  const refused = (code: string) => isRowRefused(Object.assign(new Error('x'), { code }));
  // No such character, a value out of range, a key that is there.
  for (const code of ['22P05', '22003', '23505']) assert.equal(refused(code), true, code);
  // A full disk, also by a limit of files; trouble with I/O, memory, connections, a shutdown, a deadlock; a schema of another release.
  for (const code of ['53100', 'XX000', '58030', '53200', '08006', '57P01', '40P01', '23502', '42703']) {
    assert.equal(refused(code), false, code);
  }
  assert.equal(refused('ENOSPC'), false);
  assert.equal(isRowRefused(new Error('Connection terminated unexpectedly')), false);
});
