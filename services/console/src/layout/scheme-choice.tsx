import { useState } from 'react';
import { Choice } from '../parts/choice.tsx';
import { hasOwnColors } from '../theme/apply-theme.ts';
import { type ColorScheme, setScheme, storedScheme } from '../theme/color-scheme.ts';

const OPTIONS: readonly (readonly [ColorScheme, string])[] = [
  ['system', 'System colours'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Light, dark, or as the system has it; nothing to choose on a page with colours of its own. */
export function SchemeChoice() {
  const [scheme, setShown] = useState(storedScheme);
  function choose(chosen: ColorScheme): void {
    setScheme(document.documentElement, chosen);
    setShown(chosen);
  }
  if (hasOwnColors(document.documentElement)) return null;
  return (
    <div className="scheme">
      <Choice label="Colours" value={scheme} onChange={choose} options={OPTIONS} />
    </div>
  );
}
