// The API's members are in snake_case, those of this client in camelCase. What is the user's own is never touched.

/** The members whose value is the user's. */
const OPAQUE: ReadonlySet<string> = new Set(['payload']);

const toCamel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const toSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An answer as this client gives it. */
export function fromWire(value: unknown): unknown {
  return renamed(value, toCamel);
}

/** A body as the API takes it. */
export function toWire(value: unknown): unknown {
  return renamed(value, toSnake);
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, rename));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      rename(name),
      OPAQUE.has(name) ? member : renamed(member, rename),
    ]),
  );
}
