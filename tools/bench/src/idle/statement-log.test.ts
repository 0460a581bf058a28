import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statementsIn } from './statement-log.ts';

test('statements are found with their application, prepared ones by their name', () => {
  const log = [
    '|LOG:  checkpoint starting: time',
    'hopline-persist|LOG:  statement: begin',
    'hopline-persist|LOG:  execute lock-expired: ',
    '\t  select day, id from deliveries',
    "hopline-api|LOG:  execute <unnamed>: select 1 where 'a|b' = $1",
    "hopline-api|DETAIL:  Parameters: $1 = 'c'",
    'hopline-api|ERROR:  statement: not one',
    '',
  ].join('\n');
  assert.deepEqual(statementsIn(log), [
    { application: 'hopline-persist', statement: 'begin' },
    { application: 'hopline-persist', statement: 'lock-expired' },
    { application: 'hopline-api', statement: "select 1 where 'a|b' = $1" },
  ]);
});
