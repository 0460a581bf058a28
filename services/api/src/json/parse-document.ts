import { isUtf8 } from 'node:buffer';
import { RequestInvalidError, RequestMalformedError } from '../errors.ts';
import { type Member, scanObject } from './scan-object.ts';
import {
  type Flaw,
  type FlawNote,
  MALFORMED,
  MAX_DEPTH,
  OPEN_BRACE,
  scanValue,
  skipSpace,
  terminated,
} from './scan-value.ts';

const WHY: Record<Flaw, string> = {
  depth: `must not nest deeper than ${MAX_DEPTH}`,
  nul: 'must not contain U+0000: it cannot be stored',
  surrogate: 'must not contain a lone surrogate: it cannot be stored',
};

/**
 * The members of a body that must be a JSON object (RFC 8259). What is in them is checked, but not parsed.
 * @throws {RequestMalformedError} when it is not UTF-8, begins with a byte order mark, or is no JSON object
 */
export function scanDocument(raw: Buffer): readonly Member[] {
  requireUtf8(raw);
  const text = terminated(raw);
  const object = scanObject(text, skipSpace(text, 0));
  if (!object || skipSpace(text, object.end) !== raw.length) throw whyMalformed(raw, 'object');
  return object.members;
}

/**
 * The bytes of the JSON object that a body is, without the white space around it.
 * @throws {RequestMalformedError} as scanDocument does
 * @throws {RequestInvalidError} when it is nested too deeply or holds U+0000 or a lone surrogate
 */
export function cutObject(raw: Buffer): Buffer {
  requireUtf8(raw);
  const text = terminated(raw);
  const start = skipSpace(text, 0);
  const note: FlawNote = { first: undefined };
  const end = text[start] === OPEN_BRACE ? scanValue(text, start, note) : MALFORMED;
  if (end === MALFORMED || skipSpace(text, end) !== raw.length) throw whyMalformed(raw, 'object');
  if (note.first) throw new RequestInvalidError('', WHY[note.first]);
  return raw.subarray(start, end);
}

/**
 * Reads a body that must be a JSON object without anything in it that Postgres would refuse later.
 * @throws {RequestMalformedError} as scanDocument does
 * @throws {RequestInvalidError} when it is nested too deeply or holds U+0000 or a lone surrogate
 */
export function parseDocument(raw: Buffer): Readonly<Record<string, unknown>> {
  for (const member of scanDocument(raw)) {
    const problem = flawOf(member);
    if (problem) throw problem;
  }
  return JSON.parse(raw.toString('utf8'));
}

/** What is wrong with the member, though it is JSON. */
export function flawOf({ name, flaw }: Member): RequestInvalidError | undefined {
  return flaw && new RequestInvalidError(pointerTo(name), WHY[flaw]);
}

/** @throws {RequestMalformedError} */
export function requireUtf8(raw: Buffer): void {
  // A decoder would put U+FFFD where the bytes are wrong, and so would say nothing.
  if (!isUtf8(raw)) throw new RequestMalformedError('the body is not UTF-8');
}

/** Says why the scan refused the text, in the words of a parser, which knows more of it. */
export function whyMalformed(raw: Buffer, expected: 'object' | 'array'): RequestMalformedError {
  try {
    JSON.parse(raw.toString('utf8'));
  } catch (error) {
    return new RequestMalformedError(`the body is not JSON: ${(error as SyntaxError).message}`);
  }
  return new RequestMalformedError(`the body is not a JSON ${expected}`);
}

/** The JSON pointer to a top-level member (RFC 6901, section 3). */
export function pointerTo(member: string): string {
  return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
