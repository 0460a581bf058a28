import { isUtf8 } from 'node:buffer';
import { RequestInvalidError, RequestMalformedError } from '../errors.ts';
import { MAX_DEPTH, type ScanProblem, type Span, scanObject } from './scan-object.ts';

/** A request's body, parsed once, with the bytes that it came from. */
export interface JsonDocument {
  readonly value: Readonly<Record<string, unknown>>;
  readonly raw: Buffer;
  /** Where the value of each member of `value` stands in `raw`. */
  readonly members: ReadonlyMap<string, Span>;
}

const WHY: Record<ScanProblem['kind'], string> = {
  depth: `must not nest deeper than ${MAX_DEPTH}`,
  nul: 'must not contain U+0000: it cannot be stored',
  surrogate: 'must not contain a lone surrogate: it cannot be stored',
};

/**
 * Reads a body that must be a JSON object (RFC 8259) without anything in it that Postgres would refuse later.
 * @throws {RequestMalformedError} when it is not UTF-8, begins with a byte order mark, or is no JSON object
 * @throws {RequestInvalidError} when it is nested too deeply or holds U+0000 or a lone surrogate
 */
export function parseDocument(raw: Buffer): JsonDocument {
  // JSON.parse sees U+FFFD where the bytes are wrong, and so would say nothing.
  if (!isUtf8(raw)) throw new RequestMalformedError('the body is not UTF-8');
  const value = parseObject(raw.toString('utf8'));
  const { members, problem } = scanObject(raw);
  if (problem) throw new RequestInvalidError(pointerTo(problem.member), WHY[problem.kind]);
  return { value, raw, members };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RequestMalformedError(`the body is not JSON: ${(error as SyntaxError).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RequestMalformedError('the body is not a JSON object');
  }
  return value as Record<string, unknown>;
}

/** The JSON pointer to a top-level member (RFC 6901, section 3). */
export function pointerTo(member: string): string {
  return `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
