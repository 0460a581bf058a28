import type { Result } from '../run-suite.ts';
import { table } from '../table.ts';

/** A row for each scenario, whatever hop it is of. */
export function briefTable(results: readonly Result[]): string {
  return table(
    results.map(({ name, played: { passed, seconds, summary } }) => ({
      cells: [
        ['scenario', name],
        ['seconds', seconds],
        ['came of it', summary],
        ['', passed ? 'passed' : 'FAILED'],
      ],
    })),
  );
}
