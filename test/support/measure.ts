// What compares times on a machine that others use too: one that is held up for a moment spoils a measurement, not the guarantee.
import type { TestContext } from 'node:test';

const MOST = 3;

/**
 * Measures until the figures are good, three times at the most. What is no matter of time belongs into `measure`, which is not
 * repeated when it throws.
 * @param judge throws when they are not
 */
export async function measureUntilGood<T>(
  t: TestContext,
  measure: () => Promise<T>,
  judge: (figures: T) => void,
): Promise<void> {
  for (let turn = 1; ; turn += 1) {
    const figures = await measure();
    try {
      judge(figures);
      return;
    } catch (error) {
      if (turn === MOST) throw error;
      t.diagnostic(`measured again: ${(error as Error).message}`);
    }
  }
}
