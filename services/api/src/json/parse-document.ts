import { isUtf8 } from 'node:buffer';
import {
  type Flaw,
  type FlawNote,
  MALFORMED,
  MAX_DEPTH,
  OPEN_BRACE,
  scanValue,
  skipSpace,
  stoppedAt,
  terminated,
} from '@hopline/wire/scan-value';
import { RequestInvalidError, RequestMalformedError } from '../errors.ts';
import { MAX_MEMBERS, type Member, type ScannedObject, scanObject } from './scan-object.ts';

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
  requireAll(raw, text, object?.end ?? MALFORMED, 'object');
  const problem = object && tooManyMembers(object);
  if (problem) throw problem;
  return object?.members ?? [];
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
  requireAll(raw, text, end, 'object');
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

/** That the object has more members than are noted, so that it cannot be read. */
export function tooManyMembers({ hasMore }: ScannedObject): RequestInvalidError | undefined {
  return hasMore ? new RequestInvalidError('', `must not have more than ${MAX_MEMBERS} members`) : undefined;
}

/**
 * Takes a scan for one of the whole body: nothing but white space comes after it.
 * @param end the index that the scan gave, or MALFORMED
 * @throws {RequestMalformedError} otherwise
 */
export function requireAll(raw: Buffer, text: Buffer, end: number, expected: 'object' | 'array'): void {
  const at = end === MALFORMED ? stoppedAt() : skipSpace(text, end);
  if (end === MALFORMED || at !== raw.length) throw whyMalformed(raw, at, expected);
}

/** Of bodies up to here a parser says what is wrong. To parse 1 MiB of open brackets takes ten times as long as to scan it. */
const MAX_PARSED_BYTES = 4096;

/** Says why the scan refused the text at this byte: in the words of a parser, which knows more of it, when it is short. */
function whyMalformed(raw: Buffer, at: number, expected: 'object' | 'array'): RequestMalformedError {
  if (raw.length > MAX_PARSED_BYTES) {
    return new RequestMalformedError(`the body is not a JSON ${expected}: byte ${at} does not belong there`);
  }
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
