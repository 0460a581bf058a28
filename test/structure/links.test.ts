// Links between the documents: what they lead to is there.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = globSync('**/*.md', {
  cwd: ROOT,
  exclude: (name) => ['node_modules', '.git', '.hopline', 'dist'].includes(name),
});
/** `[text](target)` and `![text](target)`, without a title. */
const LINK = /\]\(([^()\s]+)\)/g;
const MOST_IMAGE_BYTES = 1_500_000;

test('every link of a document to a file of the repository leads to one', () => {
  assert.ok(DOCUMENTS.length > 20);
  const broken = DOCUMENTS.flatMap((document) =>
    linksOf(document)
      .filter((target) => !existsSync(join(ROOT, dirname(document), target)))
      .map((target) => `${document}: ${target}`),
  );
  assert.deepEqual(broken, []);
});

test('the screenshots are all shown, and stay small', () => {
  const images = globSync('docs/images/**/*.png', { cwd: ROOT });
  const shown = new Set(
    DOCUMENTS.flatMap((document) => linksOf(document).map((to) => join(dirname(document), to))),
  );
  assert.deepEqual(
    images.filter((image) => !shown.has(image)),
    [],
  );
  const bytes = images.reduce((sum, image) => sum + statSync(join(ROOT, image)).size, 0);
  assert.ok(bytes <= MOST_IMAGE_BYTES, `${bytes} bytes`);
});

/** What a document links to within the repository, without what stands behind `#`. */
function linksOf(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(LINK)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/i.test(target));
}
