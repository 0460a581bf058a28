import { useEffect, useRef, useState } from 'react';

/** Texts of fields, by name. */
type Draft<Name extends string> = Readonly<Partial<Record<Name, string>>>;

/**
 * What somebody types into fields, until it counts. Once another value of a field is in force, that is shown; what is being typed into
 * the others stays.
 * @param inForce the values that count at the moment
 */
export function useDraft<Name extends string>(inForce: Readonly<Record<Name, string | undefined>>) {
  const [draft, setDraft] = useState({} as Draft<Name>);
  const before = useRef(inForce);
  useEffect(() => {
    const old = before.current;
    before.current = inForce;
    const changed = (Object.keys(inForce) as Name[]).filter((name) => inForce[name] !== old[name]);
    if (changed.length > 0) setDraft((typed) => without(typed, changed));
  });
  return {
    draft,
    write: (typed: Draft<Name>) => setDraft((old) => ({ ...old, ...typed })),
    forget: () => setDraft({} as Draft<Name>),
  };
}

function without<Name extends string>(draft: Draft<Name>, names: readonly Name[]): Draft<Name> {
  const left = Object.entries(draft).filter(([name]) => !names.includes(name as Name));
  return Object.fromEntries(left) as Draft<Name>;
}
