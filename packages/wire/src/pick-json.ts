// Reads of a JSON text what stands at some paths, and builds nothing else of it: objects of a large text cost far more to
// make than to read over.
import { isUtf8 } from 'node:buffer';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  type FlawNote,
  MALFORMED,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  scanString,
  scanValue,
  skipSpace,
  stringAt,
  terminated,
} from './scan-value.ts';

/** What is asked for: the names of members, or indexes of a list, and of each what is asked for in it. */
export type Wanted = ReadonlyMap<string, Wanted>;

type Growing = Map<string, Growing>;

/** What lies at these paths. */
export function wantedOf(paths: Iterable<readonly string[]>): Wanted {
  const wanted: Growing = new Map();
  for (const path of paths) {
    let at = wanted;
    for (const name of path) {
      const inner: Growing = at.get(name) ?? new Map();
      at.set(name, inner);
      at = inner;
    }
  }
  return wanted;
}

/**
 * The value of a JSON text with nothing in it but what is wanted: of JSON.parse's it has the same scalars at the wanted paths, an
 * object or a list where there is one, and nothing elsewhere. It takes what JSON.parse takes.
 * @returns undefined when the text is no JSON
 */
export function pickJson(json: Buffer, wanted: Wanted): { readonly value: unknown } | undefined {
  // What is no UTF-8 is no JSON (RFC 8259, section 8.1).
  if (!isUtf8(json)) return undefined;
  const text = terminated(json);
  const picker = new Picker(text);
  const end = picker.read(skipSpace(text, 0), wanted);
  return end === MALFORMED || skipSpace(text, end) !== json.length ? undefined : { value: picker.value };
}

// What cannot be stored matters to nobody here.
const IGNORED: FlawNote = { first: undefined };

class Picker {
  /** The one that was read last. */
  value: unknown;
  readonly #text: Buffer;

  constructor(text: Buffer) {
    this.#text = text;
  }

  /** Reads the value that begins at `from`. Gives the index after it, or MALFORMED. */
  read(from: number, wanted: Wanted): number {
    const text = this.#text;
    const byte = text[from];
    if (byte === OPEN_BRACE && wanted.size > 0) return this.#readObject(from, wanted);
    if (byte === OPEN_BRACKET && wanted.size > 0) return this.#readList(from, wanted);
    const end = scanValue(text, from, IGNORED);
    if (end === MALFORMED) return MALFORMED;
    if (byte === OPEN_BRACE) this.value = {};
    else if (byte === OPEN_BRACKET) this.value = [];
    else this.value = JSON.parse(text.toString('utf8', from, end));
    return end;
  }

  #readObject(from: number, wanted: Wanted): number {
    const text = this.#text;
    // Without a prototype, so that `__proto__` is a name like any other.
    const found: Record<string, unknown> = Object.create(null);
    let i = skipSpace(text, from + 1);
    let isOver = text[i] === CLOSE_BRACE;
    while (!isOver) {
      if (text[i] !== QUOTE) return MALFORMED;
      const nameEnd = scanString(text, i + 1, IGNORED);
      if (nameEnd === MALFORMED) return MALFORMED;
      const colon = skipSpace(text, nameEnd);
      if (text[colon] !== COLON) return MALFORMED;
      const name = stringAt(text, i, nameEnd);
      const inner = wanted.get(name);
      const start = skipSpace(text, colon + 1);
      const end = inner ? this.read(start, inner) : scanValue(text, start, IGNORED);
      if (end === MALFORMED) return MALFORMED;
      // Of a name that stands twice the last one counts.
      if (inner) found[name] = this.value;
      i = skipSpace(text, end);
      isOver = text[i] === CLOSE_BRACE;
      if (!isOver && text[i] !== COMMA) return MALFORMED;
      if (!isOver) i = skipSpace(text, i + 1);
    }
    this.value = found;
    return i + 1;
  }

  #readList(from: number, wanted: Wanted): number {
    const text = this.#text;
    const found: unknown[] = [];
    let i = skipSpace(text, from + 1);
    let isOver = text[i] === CLOSE_BRACKET;
    for (let index = 0; !isOver; index += 1) {
      const inner = wanted.get(String(index));
      const end = inner ? this.read(i, inner) : scanValue(text, i, IGNORED);
      if (end === MALFORMED) return MALFORMED;
      if (inner) found[index] = this.value;
      i = skipSpace(text, end);
      isOver = text[i] === CLOSE_BRACKET;
      if (!isOver && text[i] !== COMMA) return MALFORMED;
      if (!isOver) i = skipSpace(text, i + 1);
    }
    this.value = found;
    return i + 1;
  }
}
