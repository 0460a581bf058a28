// `npm run chart`: writes what helm/hopline has from elsewhere (test/support/chart/generated.ts says what).
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chartFolder, generatedFiles, strayFiles } from '../support/chart/generated.ts';

let written = 0;
for (const [path, text] of generatedFiles()) {
  const file = join(chartFolder, path);
  if (textOf(file) === text) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`helm/hopline/${path}`);
  written += 1;
}
for (const path of strayFiles()) {
  rmSync(join(chartFolder, path));
  console.log(`helm/hopline/${path}: removed`);
  written += 1;
}
console.log(written === 0 ? 'helm/hopline is as it should be' : `${written} files changed`);

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
