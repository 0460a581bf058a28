// An OpenAPI document as a test reads it: references put in place, one list of operations.
import assert from 'node:assert/strict';

export type Schema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Response {
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, Schema>;
  /** By media type; empty: no body. */
  readonly bodies: ReadonlyMap<string, Schema>;
}

export interface Operation {
  /** Such as `POST /api/events`. */
  readonly name: string;
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The bodies that it takes, by media type. */
  readonly bodies: ReadonlyMap<string, Schema>;
  readonly responses: ReadonlyMap<number, Response>;
  /** The names of the security schemes, any of which will do. */
  readonly security: readonly string[];
}

export type Json = Record<string, unknown>;

/** The members of an object that may be missing, in order. */
export function entriesOf<T = Json>(value: unknown): [string, T][] {
  return Object.entries((value ?? {}) as Record<string, T>);
}

/** The operations of a document. */
export function operationsOf(document: Json): Operation[] {
  const whole = withoutReferences(document, document) as Json;
  return entriesOf(whole.paths).flatMap(([path, item]) =>
    entriesOf(item).map(([method, operation]) => readOperation(path, method, operation)),
  );
}

function readOperation(path: string, method: string, operation: Json): Operation {
  const requestBody = (operation.requestBody ?? {}) as Json;
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    parameters: ((operation.parameters ?? []) as Parameter[]).map(
      ({ name, in: place, required, schema }) => ({
        name,
        in: place,
        required: required === true,
        schema,
      }),
    ),
    bodies: schemasOf(requestBody.content),
    responses: new Map(
      entriesOf(operation.responses).map(([status, { headers, content }]) => [
        Number(status),
        {
          headers: new Map(
            entriesOf<{ schema: Schema }>(headers).map(([name, { schema }]) => [name.toLowerCase(), schema]),
          ),
          bodies: schemasOf(content),
        },
      ]),
    ),
    security: ((operation.security ?? []) as Json[]).flatMap(Object.keys),
  };
}

function schemasOf(content: unknown): Map<string, Schema> {
  return new Map(entriesOf<{ schema: Schema }>(content).map(([type, { schema }]) => [type, schema]));
}

/** The same value with every `$ref` to a part of the document replaced by that part. */
function withoutReferences(value: unknown, document: Json): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutReferences(one, document));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref } = value as { $ref?: unknown };
  if (typeof $ref === 'string') return withoutReferences(resolve($ref, document), document);
  return Object.fromEntries(
    entriesOf<unknown>(value).map(([key, one]) => [key, withoutReferences(one, document)]),
  );
}

/** What a reference such as `#/components/schemas/Problem` stands for. */
export function resolve(reference: string, document: Json): unknown {
  assert.match(reference, /^#\//, `a reference to somewhere else: ${reference}`);
  const parts = reference.slice(2).split('/');
  const found = parts.reduce<unknown>(
    (value, part) => (value as Json | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  );
  assert.notEqual(found, undefined, `nothing is at ${reference}`);
  return found;
}
