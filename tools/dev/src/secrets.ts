// What is secret is kept in files that only their owner may read.
import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';

/** Writes a file with mode 0600, also when it was there with another. */
export async function writeSecret(file: string, content: string): Promise<void> {
  await writeFile(file, `${content}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
}

/** The content of such a file without the line's end; undefined when there is none. */
export async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The admin token of this directory, made at the first call. In base64url it could begin with a dash, which commands take for an option. */
export async function adminToken(file: string): Promise<string> {
  const kept = await readSecret(file);
  if (kept !== undefined) return kept;
  const token = randomBytes(32).toString('hex');
  await writeSecret(file, token);
  return token;
}

/**
 * The keys that seal what is secret in this directory's database, in the form of SECRET_KEYS; made at the first call.
 * @param onMade called when they were
 */
export async function secretKeys(file: string, onMade: () => void): Promise<string> {
  const kept = await readSecret(file);
  if (kept !== undefined) return kept;
  const keys = `dev:${randomBytes(32).toString('base64')}`;
  await writeSecret(file, keys);
  onMade();
  return keys;
}
