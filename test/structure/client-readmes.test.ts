// The READMEs of the clients are read where the packages are published, without the repository around them.
// `UPDATE_DOCS=1 npm test -- test/structure/client-readmes.test.ts` writes their tables of codes anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withCodes } from '../support/clients/readme-codes.ts';

const root = join(import.meta.dirname, '..', '..');
const READMES = ['packages/sdk/README.md', 'clients/python/README.md'];

test('they have the codes of docs/errors.md that a caller may meet', () => {
  for (const name of READMES) {
    const file = join(root, name);
    const text = readFileSync(file, 'utf8');
    const wanted = withCodes(text);
    if (process.env.UPDATE_DOCS) writeFileSync(file, wanted);
    else assert.equal(text, wanted, `${name}: run it with UPDATE_DOCS=1`);
    assert.ok((wanted.match(/^\| HPL_(?!CLIENT|WEBHOOK)/gm) ?? []).length > 40, name);
  }
});

test('no link of theirs leads to a file, which is not there where they are read', () => {
  for (const name of READMES) {
    const text = readFileSync(join(root, name), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
    const targets = [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
    assert.ok(targets.length > 0);
    assert.deepEqual(
      targets.filter((target) => !/^(https:\/\/|#)/.test(target)),
      [],
      name,
    );
  }
});

test('links within them lead to a heading', () => {
  for (const name of READMES) {
    const text = readFileSync(join(root, name), 'utf8');
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    const targets = [...text.matchAll(/\]\(#([^()\s]+)\)/g)].map(([, target = '']) => target);
    assert.deepEqual(
      targets.filter((target) => !headings.includes(target)),
      [],
      name,
    );
  }
});
