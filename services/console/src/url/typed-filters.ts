// What stands in the fields of a list's filters, and the filters that it means. Pure.
import { TYPES } from './filters.ts';
import { instantOf, toInput } from './local-time.ts';

/** The texts of the fields. */
export interface TypedFilters {
  readonly type: string;
  readonly from: string;
  readonly to: string;
}

/** Those of the filters of a list that are typed, and the place in it. */
export interface ListFilters {
  readonly type?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cursor?: string | undefined;
}

/** What the fields show of filters. */
export function typedOf({ type = '', from, to }: ListFilters): TypedFilters {
  return { type, from: toInput(from), to: toInput(to) };
}

/** The types that a text means, with commas; undefined for none. */
export function typesIn(text: string): string | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.length === 0 ? undefined : words.join(',');
}

/** What is wrong with a text of types, for people; undefined when nothing is. */
export function problemOfTypes(text: string): string | undefined {
  const types = typesIn(text);
  return types === undefined || TYPES.test(types)
    ? undefined
    : 'At most 20 types, of letters, digits and . _ - (or a * behind the last dot)';
}

/** The filters with all that is typed, from the newest on. Types that nobody can ask for change nothing. */
export function withTyped<Filters extends ListFilters>(filters: Filters, typed: TypedFilters): Filters {
  return {
    ...filters,
    cursor: undefined,
    type: problemOfTypes(typed.type) === undefined ? typesIn(typed.type) : filters.type,
    from: instantOf(typed.from, filters.from),
    to: instantOf(typed.to, filters.to),
  };
}
