// Python's types for the schemas of a description: a TypedDict for each object, each text once.
import { entriesOf, type Schema } from '../openapi/document.ts';

/** What a schema is of: an answer has every member; in a request Python may also give a time or any sequence. */
export type Direction = 'answer' | 'request';

const INDENT = '    ';
/** Python keeps these for itself; the client takes the underscore off again. */
const KEYWORDS = new Set(['from', 'import', 'in', 'is', 'not', 'class', 'def', 'global', 'lambda', 'with']);

/** Of objects within others that go by another name than theirs and the member's. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ReplayWithDeliveriesDeliveries: 'DeliveryCounts',
  RotatedKeyReplaces: 'ReplacedKey',
  RecentHealthLastHour: 'HealthPeriod',
  HealthPeriodAnswerMs: 'AnswerTimes',
  LiveStatsPerSecond: 'LiveRates',
  LiveStatsDeliveryMs: 'DeliveryTimes',
  LiveStatsEndpointsInTrouble: 'TroubledEndpoint',
};

export class TypedDicts {
  readonly #texts: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** Adds the object and those within it, unless there is one like it; gives the name that it goes by. */
  add(name: string, schema: Schema, direction: Direction): string {
    const body = this.#bodyOf(name, schema, direction);
    // Two that differ in their names alone are one.
    const known = this.#names.get(body.shape);
    if (known !== undefined) return known;
    if (this.#taken.has(name)) throw new Error(`two different objects are called ${name}`);
    this.#taken.add(name);
    this.#names.set(body.shape, name);
    this.#texts.push(body.print(name));
    return name;
  }

  /** All of them, each behind those that it is made of. */
  get text(): string {
    return this.#texts.join('\n\n');
  }

  #bodyOf(name: string, schema: Schema, direction: Direction) {
    const required = new Set((schema.required ?? []) as string[]);
    const members = entriesOf<Schema>(schema.properties).map(([member, of]) => {
      const type = this.#typeOf(nested(name, member), of, direction);
      return {
        member,
        // A member may be left out of a request, as its description says; null is another thing.
        type: required.has(member) ? type : `NotRequired[${type}]`,
        note: typeof of.description === 'string' ? of.description : undefined,
      };
    });
    const shape = JSON.stringify(members.map(({ member, type }) => [member, type]));
    const asClass = direction === 'request' || members.every(({ member }) => !KEYWORDS.has(member));
    return {
      shape,
      print: (as: string) => (asClass ? printClass(as, members) : printCall(as, members)),
    };
  }

  #typeOf(name: string, schema: Schema, direction: Direction): string {
    if (schema.const !== undefined) return `Literal[${literal(schema.const)}]`;
    if (Array.isArray(schema.enum)) return `Literal[${schema.enum.map(literal).join(', ')}]`;
    if (Array.isArray(schema.anyOf)) {
      return union(schema.anyOf.map((one: Schema) => this.#typeOf(titleOf(one) ?? name, one, direction)));
    }
    switch (schema.type) {
      case 'string':
        return direction === 'request' && schema.format === 'date-time' ? 'str | datetime' : 'str';
      case 'integer':
        return 'int';
      case 'number':
        return 'float';
      case 'boolean':
        return 'bool';
      case 'null':
        return 'None';
      case 'array': {
        const item = this.#typeOf(singular(name), (schema.items ?? {}) as Schema, direction);
        return `${direction === 'request' ? 'Sequence' : 'list'}[${item}]`;
      }
      case 'object':
        return entriesOf(schema.properties).length === 0
          ? 'dict[str, Any]'
          : this.add(titleOf(schema) ?? name, schema, direction);
      default:
        throw new Error(`${name} is of no type that is known here: ${JSON.stringify(schema)}`);
    }
  }
}

interface Member {
  readonly member: string;
  readonly type: string;
  readonly note: string | undefined;
}

function printClass(name: string, members: readonly Member[]): string {
  const lines = members.flatMap(({ member, type, note }) => [
    ...comment(note, INDENT),
    `${INDENT}${KEYWORDS.has(member) ? `${member}_` : member}: ${type}`,
  ]);
  return `class ${name}(TypedDict):\n${lines.join('\n')}\n`;
}

/** For members that no class can have. Its types are read at once, so they know nothing that is for checkers alone. */
function printCall(name: string, members: readonly Member[]): string {
  const lines = members.flatMap(({ member, type, note }) => {
    if (type.startsWith('NotRequired')) throw new Error(`${name}.${member} may be missing`);
    return [...comment(note, INDENT + INDENT), `${INDENT}${INDENT}${JSON.stringify(member)}: ${type},`];
  });
  return `${name} = TypedDict(\n${INDENT}${JSON.stringify(name)},\n${INDENT}{\n${lines.join('\n')}\n${INDENT}},\n)\n`;
}

function comment(note: string | undefined, indent: string): string[] {
  return note === undefined ? [] : [`${indent}# ${note.replaceAll(/\s+/g, ' ')}`];
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ');
}

function literal(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return JSON.stringify(value);
}

function titleOf(schema: Schema): string | undefined {
  return typeof schema.title === 'string' ? schema.title : undefined;
}

function nested(name: string, member: string): string {
  const pascal = member.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return OTHER_NAMES[`${name}${pascal}`] ?? `${name}${pascal}`;
}

function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}
