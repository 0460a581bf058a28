import { FILTER_OPERATORS, type FilterOperator } from '@hopline/wire/payload-filter';
import { Action } from '../parts/action.tsx';
import { Choice } from '../parts/choice.tsx';
import { TextInput } from '../parts/text-input.tsx';
import { type FilterDraft, NEW_FILTER } from './filter-draft.ts';

interface FilterEditorProps {
  readonly filters: readonly FilterDraft[];
  readonly onChange: (filters: readonly FilterDraft[]) => void;
}

const OPERATORS: readonly (readonly [FilterOperator, string])[] = FILTER_OPERATORS.map((op) => [
  op,
  op.replaceAll('_', ' '),
]);
/** As many as the API takes. */
const MOST = 10;

/** The conditions on the payload, one beside another: all must be met. */
export function FilterEditor({ filters, onChange }: FilterEditorProps) {
  const replace = (at: number, changed: Partial<FilterDraft>) =>
    onChange(filters.map((filter, i) => (i === at ? { ...filter, ...changed } : filter)));
  return (
    <fieldset className="card">
      <legend>Filters on the payload</legend>
      {filters.length === 0 && <p className="quiet">None: every event of these types is wanted.</p>}
      {filters.map((filter, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other identity, and keep their order
        <div className="filters" key={i}>
          <TextInput
            label={`Pointer ${i + 1}`}
            value={filter.pointer}
            onChange={(pointer) => replace(i, { pointer })}
            hint="such as /order/total"
          />
          <Choice
            label="Compare"
            value={filter.op}
            options={OPERATORS}
            onChange={(op) => replace(i, { op })}
          />
          <TextInput
            label="Value"
            value={filter.text}
            onChange={(text) => replace(i, { text })}
            hint={filter.op === 'in' ? 'several, with commas' : 'a number, true, or a text'}
          />
          <div className="field">
            <Action
              label={`Remove condition ${i + 1}`}
              onPress={() => onChange(filters.filter((_, other) => other !== i))}
            >
              Remove
            </Action>
          </div>
        </div>
      ))}
      <Action isDisabled={filters.length >= MOST} onPress={() => onChange([...filters, NEW_FILTER])}>
        Add a condition
      </Action>
    </fieldset>
  );
}
