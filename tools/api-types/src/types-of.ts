import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

/** Where the console has the types. */
export const SCHEMA_FILE = join(
  import.meta.dirname,
  ...['..', '..', '..', 'services', 'console', 'src', 'api', 'schema.d.ts'],
);

const HEAD = '// The types of the HTTP API. Made by `npm run api-types`: not to be changed by hand.\n';

/** A TypeScript declaration of all that an OpenAPI document (as JSON text) describes. */
export async function typesOf(document: string): Promise<string> {
  const nodes = await openapiTS(JSON.parse(document), { alphabetize: true });
  return HEAD + astToString(nodes);
}
