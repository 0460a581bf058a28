/** Query parameters; those that are undefined are left out. Lists are sent with commas. */
export type Query = Readonly<Record<string, string | number | Date | readonly string[] | undefined>>;

/**
 * The path of a request.
 * @param path of the API's description, perhaps with `{id}`
 * @throws {TypeError} when the id could not be one: it would lead to another path
 */
export function fillPath(path: string, id: string | undefined, query: Query = {}): string {
  if (path.includes('{id}') && !(typeof id === 'string' && /^[A-Za-z0-9_-]+$/.test(id))) {
    throw new TypeError('an id is made of letters, digits, - and _');
  }
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, printValue(value));
  }
  const search = parameters.toString();
  return `${path.replace('{id}', id ?? '')}${search === '' ? '' : `?${search}`}`;
}

function printValue(value: NonNullable<Query[string]>): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.join(',') : String(value);
}
