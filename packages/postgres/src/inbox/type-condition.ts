/**
 * The condition that an event's type fits one of these: exact types and `order.*`. No pattern is made of what a caller
 * sends.
 * @param column of the type
 * @param parameter takes a value into the statement and gives its placeholder
 */
export function typeCondition(
  types: readonly string[] | undefined,
  column: string,
  parameter: (value: unknown) => string,
): string {
  if (types === undefined) return 'true';
  const exact = `${column} = any(${parameter(types.filter((type) => !isPrefix(type)))}::text[])`;
  const prefixes = types
    .filter(isPrefix)
    .map((type) => `starts_with(${column}, ${parameter(type.slice(0, -1))})`);
  return `(${[exact, ...prefixes].join(' or ')})`;
}

/** Whether a filter stands for all types that begin with something. */
function isPrefix(type: string): boolean {
  return type.endsWith('.*');
}
