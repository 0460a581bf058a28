import { useEffect, useState } from 'react';
import {
  type ListFilters,
  problemOfTypes,
  type TypedFilters,
  typedOf,
  withTyped,
} from '../url/typed-filters.ts';

/**
 * The fields of a list's filters while somebody types into them. What is typed counts with the next change, whichever that is: of two
 * that follow each other at once, such as leaving a field by pressing a button, neither takes the other back.
 */
export function useTypedFilters<Filters extends ListFilters>(
  filters: Filters,
  onChange: (filters: Filters) => void,
) {
  const [draft, setDraft] = useState<Partial<TypedFilters>>({});
  const { type, from, to } = filters;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once others are in force, those are shown
  useEffect(() => setDraft({}), [type, from, to]);
  const typed: TypedFilters = { ...typedOf(filters), ...draft };
  const meant = withTyped(filters, typed);
  return {
    typed,
    problem: problemOfTypes(typed.type),
    write: (changed: Partial<TypedFilters>) => setDraft({ ...draft, ...changed }),
    apply: (changed: Partial<Filters> = {}) => onChange({ ...meant, ...changed }),
    /** A time counts when its field is left. */
    leaveTime: () => {
      if (meant.from !== from || meant.to !== to) onChange(meant);
    },
    clear: () => {
      setDraft({});
      // All of them may be left out.
      onChange({} as Filters);
    },
  };
}
