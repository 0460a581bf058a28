import { writeFile } from 'node:fs/promises';
import { apiDocument } from './api-document.ts';
import { SCHEMA_FILE, typesOf } from './types-of.ts';

await writeFile(SCHEMA_FILE, await typesOf(await apiDocument()));
console.log(`written: ${SCHEMA_FILE}`);
