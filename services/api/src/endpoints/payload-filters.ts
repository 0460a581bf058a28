// Conditions on the payload, as a request has them.
import { FILTER_OPERATORS, filterProblem, type PayloadFilter } from '@hopline/wire/payload-filter';
import Type from 'typebox';
import { RequestInvalidError } from '../errors.ts';

const MAX_FILTERS = 10;
const MAX_TEXT = 256;
const MAX_VALUES = 50;
/** Of all conditions together, as JSON: persist reads those of all endpoints with every batch of events. */
const MAX_TOTAL = 4096;

const Scalar = [Type.String({ maxLength: MAX_TEXT }), Type.Number(), Type.Boolean(), Type.Null()];

export const Filter = Type.Object(
  {
    pointer: Type.String({
      maxLength: MAX_TEXT,
      description: 'a JSON pointer (RFC 6901) into the payload',
      examples: ['/order/total'],
    }),
    op: Type.Unsafe<PayloadFilter['op']>(Type.Enum([...FILTER_OPERATORS])),
    value: Type.Union([...Scalar, Type.Array(Type.Union(Scalar), { minItems: 1, maxItems: MAX_VALUES })], {
      examples: [100],
    }),
  },
  { additionalProperties: false },
);

export const Filters = Type.Array(Filter, {
  maxItems: MAX_FILTERS,
  description:
    'conditions on the payload, at most 4,096 characters in all; an event must meet all of them. `in` takes a list, `exists` true or false, the others one value. Texts and numbers are compared with their kind alone; numbers as doubles',
});

/**
 * The conditions as they are stored: null for none.
 * @throws {RequestInvalidError} when one cannot be meant so
 */
export function readFilters(filters: readonly PayloadFilter[]): readonly PayloadFilter[] | null {
  for (const [i, filter] of filters.entries()) {
    const found = filterProblem(filter);
    if (found) throw new RequestInvalidError(`/filters/${i}/${found.member}`, found.problem);
  }
  if (JSON.stringify(filters).length > MAX_TOTAL) {
    throw new RequestInvalidError('/filters', `must be at most ${MAX_TOTAL} characters in all`);
  }
  return filters.length > 0 ? filters : null;
}
