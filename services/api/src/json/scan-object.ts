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
  malformedAt,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  scanString,
  scanValue,
  skipSpace,
  stringAt,
} from '@hopline/wire/scan-value';

/** One member of an object: its value's bytes are `start` to `end`, exclusive. */
export interface Member {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What is wrong in its name or value, though it is JSON. */
  readonly flaw: Flaw | undefined;
}

/** An object that was scanned. Of a name that stands twice both members are there. */
export interface ScannedObject {
  /** The first ones, MAX_MEMBERS at most. */
  readonly members: readonly Member[];
  /** There are more. Nobody may read the object then: which of two members counts, and what is wrong, is unknown. */
  readonly hasMore: boolean;
  /** The index after it. */
  readonly end: number;
}

/** A value in an array. */
export interface Item {
  readonly start: number;
  readonly end: number;
  /** Undefined when it is no object. */
  readonly object: ScannedObject | undefined;
}

/**
 * The most top-level members that an object may have. No body of ours has a tenth of them; to note the 200,000 that fit
 * into a batch takes twenty times as long as to read 1 MiB of events.
 */
export const MAX_MEMBERS = 64;

/**
 * The members of the object that begins at `from`; undefined when the bytes are not an object.
 * @param text a terminated text that isUtf8 has accepted
 */
export function scanObject(text: Buffer, from: number): ScannedObject | undefined {
  const members: Member[] = [];
  let hasMore = false;
  const end = scanMembers(text, from, (name, start, note) => {
    if (members.length === MAX_MEMBERS) {
      hasMore = true;
      return MALFORMED;
    }
    const valueEnd = scanValue(text, start, note);
    members.push({ name, start, end: valueEnd, flaw: note.first });
    return valueEnd;
  });
  if (hasMore) {
    // Nothing of it will be read, but what comes after it may be: where does it end?
    const valueEnd = scanValue(text, from, { first: undefined });
    return valueEnd === MALFORMED ? undefined : { members, hasMore, end: valueEnd };
  }
  return end === MALFORMED ? undefined : { members, hasMore, end };
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
  if (text[from] !== OPEN_BRACE) return malformedAt(from);
  let i = skipSpace(text, from + 1);
  if (text[i] === CLOSE_BRACE) return i + 1;
  for (;;) {
    if (text[i] !== QUOTE) return malformedAt(i);
    const note: FlawNote = { first: undefined };
    const nameEnd = scanString(text, i + 1, note);
    if (nameEnd === MALFORMED) return MALFORMED;
    const colon = skipSpace(text, nameEnd);
    if (text[colon] !== COLON) return malformedAt(colon);
    const valueEnd = onMember(stringAt(text, i, nameEnd), skipSpace(text, colon + 1), note);
    if (valueEnd === MALFORMED) return MALFORMED;
    i = skipSpace(text, valueEnd);
    if (text[i] === CLOSE_BRACE) return i + 1;
    if (text[i] !== COMMA) return malformedAt(i);
    i = skipSpace(text, i + 1);
  }
}

/**
 * Goes over the values of the array that begins at `from`.
 * @returns the index after the array, or MALFORMED
 */
export function scanItems(text: Buffer, from: number, onItem: (item: Item) => void): number {
  if (text[from] !== OPEN_BRACKET) return malformedAt(from);
  let i = skipSpace(text, from + 1);
  if (text[i] === CLOSE_BRACKET) return i + 1;
  const ignored: FlawNote = { first: undefined };
  for (;;) {
    const isObject = text[i] === OPEN_BRACE;
    const object = isObject ? scanObject(text, i) : undefined;
    if (isObject && !object) return MALFORMED;
    const end = object ? object.end : scanValue(text, i, ignored);
    if (end === MALFORMED) return MALFORMED;
    onItem({ start: i, end, object });
    i = skipSpace(text, end);
    if (text[i] === CLOSE_BRACKET) return i + 1;
    if (text[i] !== COMMA) return malformedAt(i);
    i = skipSpace(text, i + 1);
  }
}
