// A real k6, for the scripts of test/load. Only `npm run verify:load` needs it: no package holds its program.
import { join } from 'node:path';
import { buildGoProgram } from './go-program.ts';

/**
 * Builds k6 into `.hopline/cache` where it is not there.
 * @param say hears what takes long
 * @returns the program's file
 * @throws {DevError} when it cannot be built
 */
export async function buildK6(say: (line: string) => void): Promise<string> {
  const modules = join(import.meta.dirname, '..', 'k6');
  return await buildGoProgram({ title: 'k6', name: 'k6', package: 'go.k6.io/k6', modules, go: '1.25' }, say);
}
