// The TypeScript type of a JSON schema, as far as the API's description uses them.
import { entriesOf, type Json } from '../openapi/document.ts';

/** @throws {Error} for what it does not know, so that nothing becomes `unknown` by oversight */
export function printType(schema: Json, indent: string): string {
  if ('const' in schema) return literal(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map(literal).join(' | ');
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (choices) return union(choices.map((one) => printType(one, indent)));
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type: string) => printType({ ...schema, type }, indent)));
  }
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly (${printType(schema.items as Json, indent)})[]`;
    case 'object':
      return printObject(schema, indent);
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`);
  }
}

function printObject(schema: Json, indent: string): string {
  const members = entriesOf(schema.properties);
  // The user's own, such as a payload.
  if (members.length === 0) return 'Record<string, unknown>';
  const inner = `${indent}  `;
  const required = new Set(schema.required as string[] | undefined);
  const lines = members.flatMap(([name, member]) => {
    const type = printType(member, inner);
    const isOptional = !required.has(name);
    return [
      ...describe(member, inner),
      `${inner}readonly ${toCamel(name)}${isOptional ? '?' : ''}: ${type}${isOptional ? ' | undefined' : ''};`,
    ];
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function describe(schema: Json, indent: string): string[] {
  const description = descriptionOf(schema);
  if (description === undefined) return [];
  return [`${indent}/** ${description.replaceAll('*/', '*\\/').replaceAll(/\s+/g, ' ')} */`];
}

/** Of what may be null, the choice that is not has it. */
function descriptionOf({ description, anyOf }: Json): string | undefined {
  if (typeof description === 'string') return description;
  return (anyOf as Json[] | undefined)?.map(descriptionOf).find((one) => one !== undefined);
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
const toCamel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
