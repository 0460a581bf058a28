import type { Queryable } from '@hopline/postgres/pool';
import { storeRegistryIds } from '@hopline/postgres/schemas/store-registry-ids';
import { schemaFingerprint } from '@hopline/wire/avro-codec';
import { registrySubjects } from '@hopline/wire/registry';
import { readSchemaVersions } from '@hopline/wire/schema-files';
import type { TopicNames } from '@hopline/wire/topics';
import { RegistryIdChangedError } from './errors.ts';
import type { SchemaRegistry } from './schema-registry.ts';

/**
 * Registers every version of every schema under its topics' subjects, and keeps the ids beside the schemas in Postgres,
 * which must be there already. Can be repeated.
 * @returns how many schemas and subjects there are
 * @throws {RegistryIdChangedError} when records may name a schema by another id; then that id stays
 */
export async function registerSchemas(
  registry: SchemaRegistry,
  db: Queryable,
  topics: TopicNames,
): Promise<{ schemas: number; subjects: number }> {
  const ids: { fingerprint: string; registryId: number }[] = [];
  let count = 0;
  for (const [name, subjects] of registrySubjects(topics)) {
    for (const { text } of readSchemaVersions(name)) {
      // One after the other, oldest first: the registry compares each version with those before it. A rung's records
      // are those of the main topic, so the id is the one that the main topic's subject gives, which comes first.
      const given: number[] = [];
      for (const subject of subjects) given.push(await registry.register(subject, compact(text)));
      const [registryId = 0] = given;
      ids.push({ fingerprint: schemaFingerprint(text), registryId });
    }
    count += subjects.length;
  }
  const refused = await storeRegistryIds(db, ids);
  if (refused.length > 0) throw new RegistryIdChangedError(refused);
  return { schemas: ids.length, subjects: count };
}

/** A registry may take another layout of the file for another schema. */
function compact(text: string): string {
  return JSON.stringify(JSON.parse(text));
}
