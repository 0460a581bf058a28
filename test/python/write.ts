// `npm run python`: writes what clients/python has from the API's description (support/python/generated.ts), and its sync half
// from the async one (clients/python/make_sync.py).
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiDocument } from '@hopline/api-types/api-document';
import { generatedFiles, pythonFolder } from '../support/python/generated.ts';

for (const [name, text] of generatedFiles(JSON.parse(await apiDocument()))) {
  const file = join(pythonFolder, 'src/hopline', name);
  if (readFileSync(file, 'utf8') === text) continue;
  writeFileSync(file, text);
  console.log(`src/hopline/${name}`);
}
const { status } = spawnSync('python3', ['make_sync.py'], { cwd: pythonFolder, stdio: 'inherit' });
process.exitCode = status ?? 1;
