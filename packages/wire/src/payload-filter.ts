// Conditions on the payload, by which an endpoint says which events it wants beside their types. The api checks their
// form, persist decides by them.

export const FILTER_OPERATORS = [
  'eq',
  'ne',
  'in',
  'lt',
  'lte',
  'gt',
  'gte',
  'starts_with',
  'exists',
] as const;

export type FilterOperator = (typeof FILTER_OPERATORS)[number];

type Scalar = string | number | boolean | null;

/** One condition. All conditions of an endpoint must hold. */
export interface PayloadFilter {
  /** A JSON pointer (RFC 6901) into the payload; empty for the payload itself. */
  readonly pointer: string;
  readonly op: FilterOperator;
  /** A list for `in`, whether it must be there for `exists`, else a scalar. */
  readonly value: Scalar | readonly Scalar[];
}

export type MatchesPayload = (payload: unknown) => boolean;

const POINTER = /^(\/([^~/]|~[01])*)*$/;

/**
 * What is wrong with the form of a condition: which member of it, and in words. Undefined when nothing is.
 */
export function filterProblem({
  pointer,
  op,
  value,
}: PayloadFilter): { member: 'pointer' | 'value'; problem: string } | undefined {
  if (!POINTER.test(pointer)) {
    return { member: 'pointer', problem: 'must be a JSON pointer: empty, or /, with ~0 for ~ and ~1 for /' };
  }
  const wanted = WANTED[op];
  return wanted.fits(value) ? undefined : { member: 'value', problem: `must be ${wanted.words} for ${op}` };
}

const isNumberOrText = (value: unknown) => typeof value === 'number' || typeof value === 'string';
const scalar = { words: 'no list', fits: (value: unknown) => !Array.isArray(value) };
const ordered = { words: 'a number or a text', fits: isNumberOrText };

const WANTED: Record<FilterOperator, { words: string; fits: (value: unknown) => boolean }> = {
  eq: scalar,
  ne: scalar,
  in: { words: 'a list', fits: Array.isArray },
  lt: ordered,
  lte: ordered,
  gt: ordered,
  gte: ordered,
  starts_with: { words: 'a text', fits: (value) => typeof value === 'string' },
  exists: { words: 'true or false', fits: (value) => typeof value === 'boolean' },
};

/** Makes one function of all conditions. It takes the parsed payload; whatever that holds, it does not throw. */
export function compileFilters(filters: readonly PayloadFilter[]): MatchesPayload {
  const conditions = filters.map(({ pointer, op, value }) => ({
    path: parsePointer(pointer),
    holds: TESTS[op],
    value,
  }));
  return (payload) => conditions.every(({ path, holds, value }) => holds(valueAt(payload, path), value));
}

/** Where in the payload these conditions look: each a path of names, from the outermost one. */
export function pathsOf(filters: readonly PayloadFilter[]): (readonly string[])[] {
  return filters.map(({ pointer }) => parsePointer(pointer));
}

const compare =
  (holds: (order: number) => boolean) =>
  (found: unknown, value: unknown): boolean => {
    // Numbers with numbers and texts with texts; anything else has no order.
    if (typeof found !== typeof value || !isNumberOrText(found)) return false;
    const [a, b] = [found as number | string, value as number | string];
    return holds(a < b ? -1 : a > b ? 1 : 0);
  };

/** `undefined` stands for what is not there. Objects and lists are equal to nothing. */
const TESTS: Record<FilterOperator, (found: unknown, value: unknown) => boolean> = {
  eq: (found, value) => found === value,
  ne: (found, value) => found !== value,
  in: (found, value) => (value as unknown[]).includes(found),
  lt: compare((order) => order < 0),
  lte: compare((order) => order <= 0),
  gt: compare((order) => order > 0),
  gte: compare((order) => order >= 0),
  starts_with: (found, value) => typeof found === 'string' && found.startsWith(value as string),
  exists: (found, value) => (found !== undefined) === value,
};

function parsePointer(pointer: string): readonly string[] {
  const parts = pointer.split('/').slice(1);
  // ~1 first: ~01 stands for ~1.
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

const INDEX = /^(0|[1-9]\d{0,8})$/;

/** The value at a path, undefined when there is none. What every object inherits is not there. */
function valueAt(payload: unknown, path: readonly string[]): unknown {
  let value = payload;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) value = INDEX.test(name) ? value[Number(name)] : undefined;
    else value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }
  return value;
}
