import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { createProgram } from '../program.ts';
import { SCRIPTS } from './scripts.ts';
import { completionTree } from './tree.ts';

const tree = completionTree(createProgram(async () => {}));

/** What bash itself makes of the words so far, the last of which is completed. */
function completed(...words: string[]): string[] {
  const quoted = ['hopline', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${SCRIPTS.bash(tree)}
    COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _hopline; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', script], { encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
}

test('the tree has every command, with its options', () => {
  const paths = tree.map(({ path }) => path);
  for (const path of ['', 'doctor', 'topics apply', 'dlq discard', 'endpoint rotate-secret', 'migrate']) {
    assert.ok(paths.includes(path), path);
  }
  const words = tree.find(({ path }) => path === 'tail')?.words.map(({ word }) => word);
  assert.deepEqual(words?.slice(0, 3), ['--org', '--type', '--id']);
});

test('bash completes commands, those below them, and options behind values', () => {
  assert.deepEqual(completed('do'), ['doctor']);
  assert.deepEqual(completed('dlq', 're'), ['replay']);
  assert.deepEqual(completed('tail', 'events', '--type', 'order.*', '--fo'), ['--follow']);
  assert.deepEqual(completed('topics', 'apply', '--d'), ['--dry-run']);
  assert.deepEqual(completed('nonsense', 'gr'), ['groups']);
});

test('zsh and fish are told the same words', () => {
  const zsh = SCRIPTS.zsh(tree);
  const fish = SCRIPTS.fish(tree);
  for (const { path, words } of tree) {
    assert.ok(zsh.includes(`'${path}') found=(`), path);
    for (const { word } of words) {
      assert.ok(zsh.includes(`'${word}:`), word);
      assert.ok(fish.includes(word.startsWith('--') ? `-l ${word.slice(2)} ` : `-a ${word} `), word);
    }
  }
  // What describes an option may hold an apostrophe.
  assert.match(fish, /'also the webhook'\\''s body/);
});
