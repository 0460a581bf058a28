// Checks JSON text (RFC 8259) in its bytes and finds where values end, without making a value of it: a payload is passed on
// as it was sent, so nobody needs it parsed. It takes what JSON.parse takes, which a test compares, at half its cost.

/** What JSON allows, and what cannot be stored or is too much for those who read it. */
export type Flaw = 'depth' | 'nul' | 'surrogate';

/** Takes notes while a value is scanned: a flaw is no end of the text's grammar, which goes on to be checked. */
export interface FlawNote {
  /** The first one; undefined when there is none. */
  first: Flaw | undefined;
}

/** Instead of an index: the bytes are not JSON. */
export const MALFORMED = -1;

// Where the last scan that ended in MALFORMED stopped. Not part of what scans give: whoever words an error asks for it, once.
let stop = 0;

/** The index of the byte at which the text of the last scan that gave MALFORMED stopped being JSON. */
export function stoppedAt(): number {
  return stop;
}

/** MALFORMED, because of the byte at this index. */
export function malformedAt(index: number): number {
  stop = index;
  return MALFORMED;
}

/** The deepest nesting of arrays and objects in a value. */
export const MAX_DEPTH = 32;

export const QUOTE = 0x22;
export const COLON = 0x3a;
export const COMMA = 0x2c;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/**
 * A text that can be scanned: a copy with a 0 behind its end, which is no part of JSON and so stops every scan there. Had a
 * scan to look for the end, it would take half as long again; and if it ever read past it, V8 would compile all reads
 * anew, for good, in a way that is five times slower: one body that is cut off would slow down all later ones.
 */
export function terminated(bytes: Buffer): Buffer {
  const text = Buffer.allocUnsafe(bytes.length + 1);
  bytes.copy(text);
  text[bytes.length] = 0;
  return text;
}

/** The byte at an index that is not past the 0 at the end. */
function byteAt(text: Buffer, index: number): number {
  return text[index] as number;
}

/** The index of the first byte that is not white space. */
export function skipSpace(text: Buffer, from: number): number {
  let i = from;
  let byte = byteAt(text, i);
  // Printed by a machine there is mostly none.
  if (byte > 0x20) return from;
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
    i += 1;
    byte = byteAt(text, i);
  }
  return i;
}

/** 1 for each byte that stands for itself in a string: looking it up costs less than three comparisons. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < 0x20 || byte === QUOTE || byte === BACKSLASH ? 0 : 1,
);

/**
 * The index after the closing quote of the string whose first character stands at `from`, or MALFORMED.
 * @param text a terminated text that isUtf8 has accepted
 */
export function scanString(text: Buffer, from: number, note: FlawNote): number {
  let i = from;
  for (;;) {
    while (PLAIN[byteAt(text, i)] === 1) i += 1;
    const byte = byteAt(text, i);
    if (byte === QUOTE) return i + 1;
    // A control character, or the end of the text.
    if (byte !== BACKSLASH) return malformedAt(i);
    const escaped = byteAt(text, i + 1);
    if (escaped === LOWER_U) {
      i = scanUnicodeEscape(text, i, note);
      if (i === MALFORMED) return MALFORMED;
    } else if (isSimpleEscape(escaped)) {
      i += 2;
    } else {
      return malformedAt(i);
    }
  }
}

/** The text of the string whose quotes stand at `start` and before `end`. */
export function stringAt(text: Buffer, start: number, end: number): string {
  const inner = text.toString('utf8', start + 1, end - 1);
  return inner.includes('\\') ? JSON.parse(`"${inner}"`) : inner;
}

/** One of " \ / b f n r t. */
function isSimpleEscape(byte: number): boolean {
  return (
    byte === 0x22 ||
    byte === 0x5c ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  );
}

/**
 * The index after the `\uXXXX` at `i`, or after the pair of them that makes one character. The bytes are valid UTF-8 and
 * a raw control character is malformed, so U+0000 and lone surrogates can stand only here.
 */
function scanUnicodeEscape(text: Buffer, i: number, note: FlawNote): number {
  const unit = codeUnit(text, i + 2);
  if (unit < 0) return malformedAt(i);
  if (unit === 0) note.first ??= 'nul';
  if (unit < 0xd800 || unit > 0xdfff) return i + 6;
  if (unit < 0xdc00 && byteAt(text, i + 6) === BACKSLASH && byteAt(text, i + 7) === LOWER_U) {
    const low = codeUnit(text, i + 8);
    if (low >= 0xdc00 && low <= 0xdfff) return i + 12;
  }
  note.first ??= 'surrogate';
  return i + 6;
}

/** The number of four hexadecimal digits; negative when they are none. */
function codeUnit(text: Buffer, from: number): number {
  let unit = 0;
  for (let i = from; i < from + 4; i += 1) {
    const digit = hex(text, i);
    if (digit < 0) return -1;
    unit = (unit << 4) | digit;
  }
  return unit;
}

function hex(text: Buffer, at: number): number {
  const byte = byteAt(text, at);
  if (isDigit(byte)) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** The index after the number or literal at `i`, or MALFORMED. */
function scanPlain(text: Buffer, i: number): number {
  switch (byteAt(text, i)) {
    case 0x74:
      return isText(text, i, 'true') ? i + 4 : malformedAt(i);
    case 0x66:
      return isText(text, i, 'false') ? i + 5 : malformedAt(i);
    case 0x6e:
      return isText(text, i, 'null') ? i + 4 : malformedAt(i);
    default:
      return scanNumber(text, i);
  }
}

function isText(text: Buffer, at: number, word: string): boolean {
  for (let k = 0; k < word.length; k += 1) if (byteAt(text, at + k) !== word.charCodeAt(k)) return false;
  return true;
}

function scanNumber(text: Buffer, from: number): number {
  let i = byteAt(text, from) === 0x2d ? from + 1 : from;
  // No leading zeros.
  i = byteAt(text, i) === 0x30 ? i + 1 : scanDigits(text, i);
  if (i !== MALFORMED && byteAt(text, i) === 0x2e) i = scanDigits(text, i + 1);
  if (i !== MALFORMED && (byteAt(text, i) | 0x20) === 0x65) {
    const sign = byteAt(text, i + 1);
    i = scanDigits(text, sign === 0x2b || sign === 0x2d ? i + 2 : i + 1);
  }
  return i;
}

/** The index after one or more digits, or MALFORMED. */
function scanDigits(text: Buffer, from: number): number {
  let i = from;
  while (isDigit(byteAt(text, i))) i += 1;
  return i > from ? i : malformedAt(i);
}

// Which kind of bracket is open at each depth. Kept between scans, which never interleave; it grows with the deepest text.
let open = new Uint8Array(64);

/**
 * The index after the value that begins at `from`, or MALFORMED.
 * @param text a terminated text that isUtf8 has accepted
 */
export function scanValue(text: Buffer, from: number, note: FlawNote): number {
  let depth = 0;
  let i = from;
  for (;;) {
    // A value begins at `i`.
    const byte = byteAt(text, i);
    if (byte === QUOTE) {
      i = scanString(text, i + 1, note);
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth >= MAX_DEPTH) note.first ??= 'depth';
      const inner = skipSpace(text, i + 1);
      // The closing bracket of either kind has the opening one's code plus 2.
      if (byteAt(text, inner) !== byte + 2) {
        if (depth === open.length) open = deeper(open);
        open[depth] = byte;
        depth += 1;
        i = byte === OPEN_BRACE ? scanName(text, inner, note) : inner;
        if (i === MALFORMED) return MALFORMED;
        continue;
      }
      i = inner + 1;
    } else {
      i = scanPlain(text, i);
    }
    if (i === MALFORMED) return MALFORMED;
    // A value ended before `i`, and perhaps those around it.
    for (;;) {
      if (depth === 0) return i;
      const around = open[depth - 1] as number;
      i = skipSpace(text, i);
      const next = byteAt(text, i);
      if (next === COMMA) {
        i = skipSpace(text, i + 1);
        if (around === OPEN_BRACE) i = scanName(text, i, note);
        if (i === MALFORMED) return MALFORMED;
        break;
      }
      if (next !== around + 2) return malformedAt(i);
      depth -= 1;
      i += 1;
    }
  }
}

/** The index of the value that belongs to the name at `i`, or MALFORMED. */
function scanName(text: Buffer, i: number, note: FlawNote): number {
  if (byteAt(text, i) !== QUOTE) return malformedAt(i);
  const end = scanString(text, i + 1, note);
  if (end === MALFORMED) return MALFORMED;
  const colon = skipSpace(text, end);
  return byteAt(text, colon) === COLON ? skipSpace(text, colon + 1) : malformedAt(colon);
}

function deeper(brackets: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * brackets.length);
  larger.set(brackets);
  return larger;
}
