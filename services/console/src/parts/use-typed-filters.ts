import {
  type ListFilters,
  problemOfTypes,
  type TypedFilters,
  typedOf,
  withTyped,
} from '../url/typed-filters.ts';
import { useDraft } from './use-draft.ts';

/**
 * The fields of a list's filters while somebody types into them. What is typed counts with the next change, whichever that is: of two
 * that follow each other at once, such as leaving a field by pressing a button, neither takes the other back.
 */
export function useTypedFilters<Filters extends ListFilters>(
  filters: Filters,
  onChange: (filters: Filters) => void,
) {
  const { type, from, to } = filters;
  const { draft, write, forget } = useDraft({ type, from, to });
  const typed: TypedFilters = { ...typedOf(filters), ...draft };
  const meant = withTyped(filters, typed);
  return {
    typed,
    problem: problemOfTypes(typed.type),
    write,
    apply: (changed: Partial<Filters> = {}) => onChange({ ...meant, ...changed }),
    /** A time counts when its field is left. */
    leaveTime: () => {
      if (meant.from !== from || meant.to !== to) onChange(meant);
    },
    clear: () => {
      forget();
      // All of them may be left out.
      onChange({} as Filters);
    },
  };
}
