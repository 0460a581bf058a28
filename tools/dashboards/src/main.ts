// `npm run dashboards`: writes deploy/grafana/dashboards anew.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderBoards } from './boards.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'deploy', 'grafana', 'dashboards');
mkdirSync(folder, { recursive: true });
for (const [name, text] of renderBoards()) writeFileSync(join(folder, name), text);
