// Beside each built file what browsers are sent of it, so that no request compresses anything.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(html|js|css|svg|json)$/;
const PAGE = 'index.html';

/** Writes `.gz` and `.br` for every text in the folder that the build went to; the page's come last, and so say that all is there. */
export function writeCompressed(): Plugin {
  let folder = '';
  return {
    name: 'write-compressed',
    apply: 'build',
    configResolved({ root, build }) {
      folder = join(root, build.outDir);
    },
    async closeBundle() {
      const files = await readdir(folder, { recursive: true });
      const texts = files.filter((file) => TEXT.test(file) && file !== PAGE);
      await Promise.all(texts.map((file) => compress(join(folder, file))));
      await compress(join(folder, PAGE));
    },
  };
}

async function compress(file: string): Promise<void> {
  const text = await readFile(file);
  await writeFile(`${file}.gz`, await promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }));
  await writeFile(`${file}.br`, await promisify(brotliCompress)(text));
}
