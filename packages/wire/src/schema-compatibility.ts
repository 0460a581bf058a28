// Whether the versions of a schema can live together: full compatibility, transitive, by the rules of the Avro
// specification's "Schema Resolution" as the codec applies them, and by three of our own where those rules are silent.
import avro from 'avsc';
import { schemaFingerprint } from './avro-codec.ts';
import type { SchemaFile } from './schema-files.ts';

/**
 * What is wrong between any two versions of a subject, in either direction; empty when every version reads every other.
 * @param versions all of one subject, in any order
 */
export function findIncompatibilities(versions: readonly SchemaFile[]): string[] {
  const problems = versions.flatMap(findForbiddenTypes);
  for (const [i, one] of versions.entries()) {
    for (const other of versions.slice(i + 1)) {
      problems.push(...cannotRead(one, other), ...cannotRead(other, one), ...findSilentChanges(one, other));
    }
  }
  return problems;
}

function cannotRead(reader: SchemaFile, writer: SchemaFile): string[] {
  try {
    const type = avro.Type.forSchema(JSON.parse(reader.text));
    type.createResolver(avro.Type.forSchema(JSON.parse(writer.text)));
    return [];
  } catch (error) {
    return [`${nameOf(reader)} cannot read ${nameOf(writer)}: ${(error as Error).message}`];
  }
}

/** The number of a map's or an array's blocks is trusted by the decoder: a few bytes could hold it for seconds. */
function findForbiddenTypes(file: SchemaFile): string[] {
  const problems: string[] = [];
  JSON.parse(file.text, (key, value) => {
    if (key === 'type' && (value === 'map' || value === 'array')) {
      problems.push(`${nameOf(file)} has a type that is not allowed: ${value}`);
    }
    return value;
  });
  return problems;
}

/** Changes that resolution does not see: parsing canonical form, and so the fingerprint, leaves out what they change. */
function findSilentChanges(one: SchemaFile, other: SchemaFile): string[] {
  if (schemaFingerprint(one.text) === schemaFingerprint(other.text)) {
    return [`${nameOf(one)} and ${nameOf(other)} have the same fingerprint: readers cannot tell them apart`];
  }
  const others = meaningsIn(other);
  return [...meaningsIn(one)].flatMap(([path, meaning]) => {
    const same = others.get(path) ?? meaning;
    if (same === meaning) return [];
    return [`${path} has ${meaning} in ${nameOf(one)}, but ${same} in ${nameOf(other)}`];
  });
}

/** By the path of each field, such as `Event.accepted_at`: its default and its logical types. */
function meaningsIn({ text }: SchemaFile): Map<string, string> {
  const meanings = new Map<string, string>();
  describe(JSON.parse(text), '');
  return meanings;

  function describe(type: unknown, path: string): void {
    if (Array.isArray(type)) for (const branch of type) describe(branch, path);
    if (!isObject(type)) return;
    const { name, fields, logicalType } = type;
    if (logicalType !== undefined) {
      meanings.set(path, `${meanings.get(path) ?? ''}, logical type ${logicalType}`);
    }
    if (isObject(type.type) || Array.isArray(type.type)) describe(type.type, path);
    for (const field of Array.isArray(fields) ? fields : []) {
      if (!isObject(field)) continue;
      const at = `${path || name}.${field.name}`;
      meanings.set(
        at,
        field.default === undefined ? 'no default' : `default ${JSON.stringify(field.default)}`,
      );
      describe(field.type, at);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf({ subject, version }: SchemaFile): string {
  return `${subject} version ${version}`;
}
