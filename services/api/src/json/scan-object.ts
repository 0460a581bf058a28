// Finds the members of JSON objects in their bytes, so that a member's text can be passed on as it was sent: printing a
// parsed value again would change long integers, the order of keys, escapes and white space.
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  type Flaw,
  type FlawNote,
  MALFORMED,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  scanString,
  scanValue,
  skipSpace,
} from './scan-value.ts';

/** One member of an object: its value's bytes are `start` to `end`, exclusive. */
export interface Member {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What is wrong in its name or value, though it is JSON. */
  readonly flaw: Flaw | undefined;
}

/** A value in an array. `members` is undefined when it is no object; of a name that stands twice both are there. */
export interface Item {
  readonly start: number;
  readonly end: number;
  readonly members: readonly Member[] | undefined;
}

/**
 * The members of the object that begins at `from`, and the index after it; undefined when the bytes are not an object.
 * @param text a terminated text that isUtf8 has accepted
 */
export function scanObject(text: Buffer, from: number): { members: Member[]; end: number } | undefined {
  const members: Member[] = [];
  const end = scanMembers(text, from, (name, start, note) => {
    const valueEnd = scanValue(text, start, note);
    members.push({ name, start, end: valueEnd, flaw: note.first });
    return valueEnd;
  });
  return end === MALFORMED ? undefined : { members, end };
}

/**
 * Goes over the members of the object that begins at `from`.
 * @param onMember gets a member's name, where its value begins, and what was noted about the name; gives the index after
 *   the value, or MALFORMED
 * @returns the index after the object, or MALFORMED
 */
export function scanMembers(
  text: Buffer,
  from: number,
  onMember: (name: string, start: number, note: FlawNote) => number,
): number {
  if (text[from] !== OPEN_BRACE) return MALFORMED;
  let i = skipSpace(text, from + 1);
  if (text[i] === CLOSE_BRACE) return i + 1;
  for (;;) {
    if (text[i] !== QUOTE) return MALFORMED;
    const note: FlawNote = { first: undefined };
    const nameEnd = scanString(text, i + 1, note);
    if (nameEnd === MALFORMED) return MALFORMED;
    const colon = skipSpace(text, nameEnd);
    if (text[colon] !== COLON) return MALFORMED;
    const valueEnd = onMember(stringAt(text, i, nameEnd), skipSpace(text, colon + 1), note);
    if (valueEnd === MALFORMED) return MALFORMED;
    i = skipSpace(text, valueEnd);
    if (text[i] === CLOSE_BRACE) return i + 1;
    if (text[i] !== COMMA) return MALFORMED;
    i = skipSpace(text, i + 1);
  }
}

/**
 * Goes over the values of the array that begins at `from`.
 * @returns the index after the array, or MALFORMED
 */
export function scanItems(text: Buffer, from: number, onItem: (item: Item) => void): number {
  if (text[from] !== OPEN_BRACKET) return MALFORMED;
  let i = skipSpace(text, from + 1);
  if (text[i] === CLOSE_BRACKET) return i + 1;
  const ignored: FlawNote = { first: undefined };
  for (;;) {
    const object = text[i] === OPEN_BRACE ? scanObject(text, i) : undefined;
    // An object that is malformed is so as a value, too.
    const end = object ? object.end : scanValue(text, i, ignored);
    if (end === MALFORMED) return MALFORMED;
    onItem({ start: i, end, members: object?.members });
    i = skipSpace(text, end);
    if (text[i] === CLOSE_BRACKET) return i + 1;
    if (text[i] !== COMMA) return MALFORMED;
    i = skipSpace(text, i + 1);
  }
}

/** The text of the string whose quotes stand at `start` and before `end`. */
export function stringAt(text: Buffer, start: number, end: number): string {
  const inner = text.toString('utf8', start + 1, end - 1);
  return inner.includes('\\') ? JSON.parse(`"${inner}"`) : inner;
}
