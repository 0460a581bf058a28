import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../schemas/', import.meta.url);

export interface SchemaFile {
  readonly subject: string;
  readonly version: number;
  /** The schema's JSON text. */
  readonly text: string;
}

/** Every version of a subject's schema, oldest first. */
export function readSchemaVersions(subject: string): SchemaFile[] {
  const names = readdirSync(new URL(`${subject}/`, folder)).filter((name) => name.endsWith('.avsc'));
  return names
    .map((name) => ({
      subject,
      version: Number.parseInt(name, 10),
      text: readFileSync(new URL(`${subject}/${name}`, folder), 'utf8'),
    }))
    .sort((a, b) => a.version - b.version);
}

/** Every version of every subject's schema. */
export function readAllSchemas(): SchemaFile[] {
  const subjects = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return subjects.flatMap((entry) => readSchemaVersions(entry.name));
}
