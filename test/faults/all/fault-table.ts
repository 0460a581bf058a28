import type { Played } from '../playable.ts';
import type { Result } from '../run-suite.ts';
import { table } from '../table.ts';
import { MATRIX } from './matrix.ts';

/** A row for each fault: what plays it, and what came of it. Not all of them may have been played. */
export function faultTable(results: readonly Result[]): string {
  const byName = new Map(results.map((result) => [result.name, result.played]));
  return table(
    MATRIX.map(({ id, about, scenarios }) => {
      const played = scenarios.flatMap(({ name }) => byName.get(name) ?? []);
      const names = scenarios.map(({ name }) => `\`${name}\``);
      const several =
        names.length > 4
          ? `${names.length} × ${names[0]?.replace(/-after-.*|-before-.*/, '-…`')}`
          : names.join(', ');
      return {
        cells: [
          ['fault', id],
          ['', about],
          ['scenarios', several || '–'],
          ['seconds', played.reduce((sum, { seconds }) => sum + seconds, 0) || '–'],
          ['lost', sumOf(played, 'lost')],
          ['came of it', verdictOf(scenarios.length, played)],
        ],
      };
    }),
  );
}

/** The sum of a column; a scenario that is a test has none, and judges for itself. */
function sumOf(played: readonly Played[], title: string): number | string {
  const values = played.flatMap(({ cells }) =>
    cells.flatMap(([name, value]) => (name === title ? [Number(value)] : [])),
  );
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) : '–';
}

function verdictOf(scenarios: number, played: readonly Played[]): string {
  if (scenarios === 0) return 'nothing plays it';
  if (played.length < scenarios)
    return played.length === 0 ? 'not played' : `${played.length} of ${scenarios} played`;
  return played.every(({ passed }) => passed) ? 'passed' : 'FAILED';
}
