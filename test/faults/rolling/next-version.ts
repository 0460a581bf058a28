// The release after this one, as a tree of its own: what this tree has, a version more of each schema, and a migration more.
// Both may run side by side, as docs/schemas.md and the migrations promise: here they do, as processes.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Cleanup } from '../../support/cleanup.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const COPIED = ['packages', 'services', 'schemas'];
/** What the next release's writers fill in, and no reader of this one knows. */
const FIELD = { name: 'region', type: ['null', 'string'], default: null };
const MIGRATION = `alter table events add column region text;
alter table deliveries add column region text;
alter table endpoints add column region text;
alter table event_keys add column region text;
`;

/** @returns the folder of the tree, which is deleted with the run */
export function makeNextVersion(t: Cleanup): string {
  const tree = mkdtempSync(join(tmpdir(), 'hopline-next-'));
  t.after(() => rmSync(tree, { recursive: true, force: true }));
  for (const folder of COPIED) {
    cpSync(join(root, folder), join(tree, folder), {
      recursive: true,
      filter: (source) => !/[/\\](node_modules|\.turbo)$/.test(source),
    });
  }
  for (const file of ['package.json', 'tsconfig.base.json']) cpSync(join(root, file), join(tree, file));
  linkModules(tree);
  for (const subject of ['event', 'wake-up']) addSchema(join(tree, 'schemas', subject));
  addMigration(join(tree, 'packages', 'postgres', 'migrations'));
  writeField(join(tree, 'packages', 'wire', 'src', 'event-encoder.ts'));
  return tree;
}

/** What is installed is the same; the workspaces are those of the tree. */
function linkModules(tree: string): void {
  const modules = join(tree, 'node_modules');
  mkdirSync(join(modules, '@hopline'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@hopline') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const folder of ['packages', 'services']) {
    for (const name of readdirSync(join(tree, folder))) {
      const workspace = join(tree, folder, name);
      symlinkSync(relative(join(modules, '@hopline'), workspace), join(modules, '@hopline', name));
      const own = join(root, folder, name, 'node_modules');
      if (readdirSync(join(root, folder, name)).includes('node_modules'))
        symlinkSync(own, join(workspace, 'node_modules'));
    }
  }
}

/** In front of the others: a reader that did not know the schema would read all of them wrongly. */
function addSchema(folder: string): void {
  const newest = Math.max(...readdirSync(folder).map((name) => Number.parseInt(name, 10)));
  const schema = JSON.parse(readFileSync(join(folder, `${newest}.avsc`), 'utf8'));
  schema.fields.unshift(FIELD);
  writeFileSync(join(folder, `${newest + 1}.avsc`), JSON.stringify(schema));
}

function addMigration(folder: string): void {
  const file = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8'));
  const last = journal.entries.at(-1);
  const next = { ...last, idx: last.idx + 1, when: last.when + 1, tag: `${last.idx + 1}_next_release` };
  writeFileSync(join(folder, `${next.tag}.sql`), MIGRATION);
  writeFileSync(file, JSON.stringify({ ...journal, entries: [...journal.entries, next] }));
}

/** The api writes its events without the codec. */
function writeField(file: string): void {
  const source = readFileSync(file, 'utf8');
  const before = 'header + string(id)';
  if (!source.includes(before)) throw new Error(`${file} is not written as this expects: "${before}"`);
  writeFileSync(file, source.replace(before, `header + STRING_BRANCH + string('eu') + string(id)`));
}
