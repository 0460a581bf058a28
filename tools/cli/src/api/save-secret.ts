// Where a new key or secret goes: to a file of its owner's, never to a terminal or a log.
import { open, rm } from 'node:fs/promises';
import { describeError } from '@hopline/runtime/errors';
import { UsageError } from '../exit-code.ts';
import type { Answer } from './client.ts';

/**
 * Makes the file first, so that nothing is made at the API that could not be kept; a request that fails takes it away again.
 * @param member of the answer that holds the secret
 * @returns the answer without it
 * @throws {UsageError} when the file cannot be made, or is there already
 */
export async function saveSecret(
  file: string,
  member: string,
  request: () => Promise<Answer>,
): Promise<Answer> {
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be made: ${describeError(error)}`);
  });
  let isSaved = false;
  try {
    const { [member]: secret, ...rest } = await request();
    await handle.writeFile(`${secret}\n`);
    isSaved = true;
    return { ...rest, saved_to: file };
  } finally {
    await handle.close();
    if (!isSaved) await rm(file, { force: true });
  }
}
