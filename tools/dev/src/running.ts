// The system that `npm start` runs in this folder, as other tools find it.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Ready } from './banner.ts';
import { stateDirectory } from './state-directory.ts';

const ANSWER_MS = 2000;

/** Where `npm start` keeps everything unless it is told otherwise. */
export const defaultDirectory = fileURLToPath(new URL('../../../.hopline', import.meta.url));

/**
 * What `npm start` has said of itself, with its addresses and secrets; undefined when it does not run, or is not ready.
 * @param directory its `--directory`
 */
export async function findRunning(directory: string = defaultDirectory): Promise<Ready | undefined> {
  try {
    const running: Ready = JSON.parse(await readFile(stateDirectory(directory).readyFile, 'utf8'));
    // The file may be left over from a system that was killed.
    const ready = await fetch(`${running.baseUrl}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return ready.ok ? running : undefined;
  } catch {
    return undefined;
  }
}
