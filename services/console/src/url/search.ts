// The state of a view, as its URL has it: names and texts, nothing else, so that a link can be read and written by hand.

export type Search = Readonly<Record<string, string>>;

/** Of names that stand several times the last counts. */
export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

/** With its `?`, or nothing when there is nothing to say. Members that are empty or undefined are left out. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Those of the members that have one of these names and fit its pattern; a link that is wrong shows what it can. */
export function keepMembers<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  patterns: Readonly<Record<Name, RegExp>>,
): { readonly [N in Name]?: string | undefined } {
  const kept: { [N in Name]?: string } = {};
  for (const [name, pattern] of Object.entries(patterns) as [Name, RegExp][]) {
    const value = search[name];
    if (typeof value === 'string' && pattern.test(value)) kept[name] = value;
  }
  return kept;
}
