/** Query parameters; those that are undefined are left out. Lists are sent with commas. */
export type Query = Readonly<Record<string, string | number | Date | readonly string[] | undefined>>;

/** The names in braces of a path, each with its value. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [name in Name]: string } & PathParameters<Rest>
  : unknown;

/**
 * The path of a request.
 * @param path of the API's description, perhaps with names in braces
 * @param parameters what is put there, by name
 * @throws {TypeError} when one could not be an id: it would lead to another path
 */
export function fillPath(
  path: string,
  parameters: Readonly<Record<string, unknown>>,
  query: Query = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value)) return value;
    throw new TypeError(`${name} must be made of letters, digits, - and _`);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, printValue(value));
  }
  const text = search.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

function printValue(value: NonNullable<Query[string]>): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(',') : String(value);
}
