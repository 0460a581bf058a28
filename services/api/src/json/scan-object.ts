// Finds the top-level members of a JSON object in its bytes, so that a member's text can be passed on as it was sent:
// printing a parsed value again would change long integers, the order of keys, escapes and white space.

/** The bytes of one value, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Something that JSON allows and that cannot be stored, and the top-level member that holds it. */
export interface ScanProblem {
  readonly kind: 'depth' | 'nul' | 'surrogate';
  readonly member: string;
}

export interface ScannedObject {
  /** The value of each top-level member; of a name that stands twice the last one, as JSON.parse has it. */
  readonly members: ReadonlyMap<string, Span>;
  readonly problem: ScanProblem | undefined;
}

/** The deepest nesting of arrays and objects in the value of a top-level member. */
export const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const LOWER_U = 0x75;

/**
 * @param text the bytes of a JSON object that JSON.parse and isUtf8 have already accepted; nothing is checked twice here
 */
export function scanObject(text: Buffer): ScannedObject {
  const members = new Map<string, Span>();
  let problem: ScanProblem | undefined;
  let member = '';
  const report = (kind: ScanProblem['kind']) => {
    problem ??= { kind, member };
  };

  let i = skipSpace(text, 0) + 1;
  for (;;) {
    i = skipSpace(text, i);
    // Only an empty object has no name here.
    if (text[i] !== QUOTE) return { members, problem };
    const nameStart = i;
    i = skipString(text, i + 1, report);
    member = decodeName(text, nameStart, i);
    i = skipSpace(text, i);
    if (text[i] !== COLON) throw new TypeError('scanObject was given something other than a JSON object');
    const start = skipSpace(text, i + 1);
    const end = skipValue(text, start, report);
    members.set(member, { start, end });
    i = skipSpace(text, end);
    if (text[i] !== COMMA) return { members, problem };
    i += 1;
  }
}

function decodeName(text: Buffer, start: number, end: number): string {
  const name = text.toString('utf8', start + 1, end - 1);
  return name.includes('\\') ? JSON.parse(`"${name}"`) : name;
}

/** The index of the first byte that is not white space. */
function skipSpace(text: Buffer, from: number): number {
  let i = from;
  for (let byte = text[i]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = text[i])
    i += 1;
  return i;
}

/** The index after the value that begins at `start`. */
function skipValue(text: Buffer, start: number, report: (kind: ScanProblem['kind']) => void): number {
  let depth = 0;
  let i = start;
  while (i < text.length) {
    switch (text[i]) {
      case QUOTE:
        i = skipString(text, i + 1, report);
        if (depth === 0) return i;
        continue;
      case 0x7b: // {
      case 0x5b: // [
        depth += 1;
        if (depth > MAX_DEPTH) report('depth');
        break;
      case 0x7d: // }
      case 0x5d: // ]
        // At depth 0 it closes the object around a number or a literal, which ends here.
        if (depth === 0) return i;
        depth -= 1;
        if (depth === 0) return i + 1;
        break;
      case COMMA:
      case 0x20:
      case 0x0a:
      case 0x0d:
      case 0x09:
        if (depth === 0) return i;
        break;
    }
    i += 1;
  }
  return i;
}

/** The index after the closing quote of the string whose first character stands at `from`. */
function skipString(text: Buffer, from: number, report: (kind: ScanProblem['kind']) => void): number {
  let i = from;
  // The bytes are valid UTF-8 and hold no raw control character, so U+0000 and surrogates can only be escapes.
  for (let byte = text[i]; byte !== QUOTE && byte !== undefined; byte = text[i]) {
    if (byte !== BACKSLASH) i += 1;
    else if (text[i + 1] !== LOWER_U) i += 2;
    else i = skipUnicodeEscape(text, i, report);
  }
  return i + 1;
}

/** The index after the `\uXXXX` at `i`, or after the pair of them that makes one character. */
function skipUnicodeEscape(text: Buffer, i: number, report: (kind: ScanProblem['kind']) => void): number {
  const unit = codeUnit(text, i);
  if (unit === 0) report('nul');
  if (unit < 0xd800 || unit > 0xdfff) return i + 6;
  if (unit < 0xdc00 && text[i + 6] === BACKSLASH && text[i + 7] === LOWER_U) {
    const low = codeUnit(text, i + 6);
    if (low >= 0xdc00 && low <= 0xdfff) return i + 12;
  }
  report('surrogate');
  return i + 6;
}

function codeUnit(text: Buffer, backslash: number): number {
  return Number.parseInt(text.toString('latin1', backslash + 2, backslash + 6), 16);
}
