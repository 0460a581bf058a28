// Values that fit a JSON schema, for property-based tests.
import fc from 'fast-check';
import { entriesOf, type Schema } from './document.ts';

/** Text of any kind that JSON can carry. */
const anyText = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));

/** A time as RFC 3339 has it: its years have four digits. */
const anyTime = fc
  .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Any JSON value. */
export const anyJson = fc.jsonValue({ maxDepth: 4 });

/**
 * Values that fit the schema, as far as its keywords say. Examples come up often: some rules have no keyword.
 * @throws {TypeError} for a schema that it does not know how to fill
 */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const { examples } = schema as { examples?: unknown[] };
  const made = makeValues(schema);
  return examples === undefined ? made : fc.oneof(fc.constantFrom(...examples), made);
}

function makeValues(schema: Schema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return fc.oneof(...choices.map(valuesOf));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => makeValues({ ...schema, type })));
  }
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer(range(schema));
    case 'number':
      return fc.double({ ...range(schema), noNaN: true, noDefaultInfinity: true });
    case 'string':
      return textsOf(schema);
    case 'array':
      return arraysOf(schema);
    case 'object':
      return objectsOf(schema);
    case undefined:
      return anyJson;
    default:
      throw new TypeError(`cannot make values of ${JSON.stringify(schema)}`);
  }
}

function range({ minimum, maximum }: Schema): { min?: number; max?: number } {
  return {
    ...(typeof minimum === 'number' ? { min: minimum } : {}),
    ...(typeof maximum === 'number' ? { max: maximum } : {}),
  };
}

function textsOf({ pattern, format, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  if (format === 'uuid') return fc.uuid();
  if (format === 'uri') return fc.webUrl();
  if (format === 'date-time') return anyTime;
  const lengths = {
    ...(typeof minLength === 'number' ? { minLength } : {}),
    ...(typeof maxLength === 'number' ? { maxLength } : {}),
  };
  return fc.oneof(fc.string(lengths), fc.string({ ...lengths, unit: 'grapheme' }));
}

function arraysOf({ items, minItems, maxItems, uniqueItems }: Schema): fc.Arbitrary<unknown[]> {
  const lengths = {
    ...(typeof minItems === 'number' ? { minLength: minItems } : {}),
    // A full page is a test of its own; most requests are to be small.
    maxLength: Math.min(typeof maxItems === 'number' ? maxItems : 5, 5),
  };
  const item = valuesOf((items ?? {}) as Schema);
  return uniqueItems === true
    ? fc.uniqueArray(item, { ...lengths, selector: (value) => JSON.stringify(value) })
    : fc.array(item, lengths);
}

/**
 * What must be there and at most one more. Of an object with a dozen optional members, each of which may be refused for what it
 * means, hardly any with half of them would ever be taken.
 */
function sparse(
  members: readonly (readonly [string, fc.Arbitrary<unknown>])[],
  requiredKeys: readonly string[],
): fc.Arbitrary<Record<string, unknown>> {
  const names = members.map(([name]) => name).filter((name) => !requiredKeys.includes(name));
  return fc.constantFrom(undefined, ...names).chain((one) => {
    const chosen = members.filter(([name]) => name === one || requiredKeys.includes(name));
    return fc.record(Object.fromEntries(chosen));
  });
}

function objectsOf({ properties, required, additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const members = entriesOf<Schema>(properties).map(([name, schema]) => [name, valuesOf(schema)] as const);
  const requiredKeys = (required ?? []) as string[];
  const all = fc.record(Object.fromEntries(members), { requiredKeys: requiredKeys as never[] });
  const own = fc.oneof(
    { weight: 2, arbitrary: all },
    { weight: 1, arbitrary: sparse(members, requiredKeys) },
  );
  if (additionalProperties === false) return own;
  return fc
    .tuple(fc.dictionary(anyText, anyJson, { maxKeys: 4 }), own)
    .map(([rest, named]) => ({ ...rest, ...named }));
}
