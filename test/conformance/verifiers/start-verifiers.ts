// The verifiers of three languages. What the other two need is fetched and built once.
import { join } from 'node:path';
import type { Cleanup } from '../../support/cleanup.ts';
import { buildGo, installPython } from '../../support/made-once.ts';
import { javascriptVerifier } from './javascript.ts';
import { startLineVerifier } from './line-verifier.ts';
import type { Verifier } from './verifier.ts';

const here = import.meta.dirname;

/** Starts them; they end with the test. It fails when Python with pip, or Go, is not there. */
export async function startVerifiers(t: Cleanup): Promise<Verifier[]> {
  const [packages, program] = await Promise.all([
    installPython('conformance-python', join(here, 'python', 'requirements.txt')),
    buildGo('conformance-verifier', join(here, 'go')),
  ]);
  const script = join(here, 'python', 'verify.py');
  return [
    javascriptVerifier,
    startLineVerifier(t, 'Python', 'python3', [script], { PYTHONPATH: packages }),
    startLineVerifier(t, 'Go', program, []),
  ];
}
