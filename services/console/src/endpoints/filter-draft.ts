// A condition on the payload while somebody writes it. Pure.
import type { FilterOperator, PayloadFilter } from '@hopline/wire/payload-filter';

export interface FilterDraft {
  readonly pointer: string;
  readonly op: FilterOperator;
  /** As it is typed: `100`, `true`, `null`, `red`, `"100"` for the text, and with `in` several with commas or a JSON list. */
  readonly text: string;
}

export const NEW_FILTER: FilterDraft = { pointer: '', op: 'eq', text: '' };

type Scalar = string | number | boolean | null;

/** What a condition means. */
export function readFilter({ pointer, op, text }: FilterDraft): PayloadFilter {
  return { pointer: pointer.trim(), op, value: op === 'in' ? readList(text) : readScalar(text) };
}

export function draftOf({ pointer, op, value }: PayloadFilter): FilterDraft {
  return { pointer, op, text: Array.isArray(value) ? JSON.stringify(value) : printScalar(value as Scalar) };
}

function readList(text: string): readonly Scalar[] {
  const parsed = parse(text);
  if (Array.isArray(parsed)) return parsed as Scalar[];
  return text.split(',').map(readScalar);
}

function readScalar(text: string): Scalar {
  const trimmed = text.trim();
  const parsed = parse(trimmed);
  const isScalar = parsed === null || ['string', 'number', 'boolean'].includes(typeof parsed);
  return isScalar ? (parsed as Scalar) : trimmed;
}

/** A text that would be read as something else is written with its quotes. */
function printScalar(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  return readScalar(value) === value ? value : JSON.stringify(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
