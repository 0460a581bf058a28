import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safe } from '@hopline/runtime/terminal-text';
import { printBytes, printRate, printRetention, printSpan } from './figures.ts';
import { renderTable } from './table.ts';
import { createTerminal } from './terminal.ts';

const PLAIN = (_style: string, text: string) => text;

test('columns are as wide as their widest cell, numbers stand right, and an empty last column is left out', () => {
  const columns = [{ title: 'NAME' }, { title: 'N', align: 'right' as const }, { title: 'NOTE' }];
  const rows = [
    ['a', '1', ''],
    ['longer', '100', ''],
  ];
  assert.equal(renderTable(columns, rows, PLAIN), 'NAME      N\na         1\nlonger  100');
  const noted = [['a', '1', { text: 'x', style: 'red' as const }]];
  assert.equal(renderTable(columns, noted, PLAIN), 'NAME  N  NOTE\na     1  x');
});

test('a style takes no room, and is for terminals alone', () => {
  const written: string[] = [];
  const stream = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) });
  const at = (isTTY: boolean, env = {}) =>
    createTerminal({ stdout: stream(isTTY), stderr: stream(isTTY) }, env).paint('red', 'x');
  assert.equal(at(true), '\u001b[31mx\u001b[0m');
  assert.deepEqual([at(false), at(true, { NO_COLOR: '1' }), at(true, { TERM: 'dumb' })], ['x', 'x', 'x']);
  const rows = [[{ text: 'a', style: 'red' as const }, 'b']];
  const painted = renderTable([{ title: 'LONG' }, { title: 'B' }], rows, (_, text) => `<${text}>`);
  assert.equal(painted, '<LONG>  <B>\n<a>     b');
  createTerminal({ stdout: stream(false), stderr: stream(false) }, {}).note('progress');
  assert.deepEqual(written, []);
});

test('figures have a unit that fits them', () => {
  assert.deepEqual([0, 999, 1000, 36_900, 1.2e6, 2e15].map(printBytes), [
    ...['0 B', '999 B', '1.0 KB', '36.9 KB', '1.2 MB', '2000 TB'],
  ]);
  assert.deepEqual([0, 9940, 119_000, 600_000, 7_200_000, 200_000_000].map(printSpan), [
    ...['0.0 s', '9.9 s', '119 s', '10 min', '2.0 h', '2.3 d'],
  ]);
  assert.deepEqual([0, 0.25, 17.4].map(printRate), ['0', '0.3', '17']);
  assert.deepEqual(['604800000', '-1', null].map(printRetention), ['7d', 'for ever', '?']);
});

test('what somebody has put into a topic gives the terminal no commands', () => {
  assert.equal(safe('a\u001b[2Jb\nc\u009b\u202e'), 'a\ufffd[2Jb\ufffdc\ufffd\ufffd');
});
