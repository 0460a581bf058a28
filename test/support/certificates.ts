// Authorities and certificates of one test, made with the system's openssl.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '@hopline/dev/run-command';
import type { Cleanup } from './cleanup.ts';

/** PEM files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Who gives certificates; its own is in `cert`. */
export interface Authority extends Certificate {
  /**
   * @param name its CN
   * @param hosts the names it is good for, such as `DNS:localhost` or `IP:127.0.0.1`
   */
  issue(name: string, hosts?: readonly string[]): Promise<Certificate>;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A folder that other users may pass through, gone with the test. */
export async function temporaryFolder(t: Cleanup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hopline-pem-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711);
  return folder;
}

/** An authority that nobody knows yet. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const file = (what: string, ending: string) => join(folder, `${what}.${ending}`);
  const own = { cert: file(name, 'crt'), key: file(name, 'key') };
  await openssl(
    ...['req', '-x509', ...NEW_KEY, '-keyout', own.key, '-out', own.cert, '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', 'basicConstraints=critical,CA:TRUE'],
  );
  return {
    ...own,
    async issue(subject, hosts = []) {
      const made = { cert: file(subject, 'crt'), key: file(subject, 'key') };
      const [request, extensions] = [file(subject, 'csr'), file(subject, 'ext')];
      await writeFile(extensions, hosts.length > 0 ? `subjectAltName=${hosts.join(',')}\n` : '');
      await openssl('req', ...NEW_KEY, '-keyout', made.key, '-out', request, '-subj', `/CN=${subject}`);
      await openssl(
        ...['x509', '-req', '-in', request, '-CA', own.cert, '-CAkey', own.key, '-CAcreateserial'],
        ...['-extfile', extensions, '-out', made.cert, '-days', '2'],
      );
      return made;
    },
  };
}

async function openssl(...args: string[]): Promise<void> {
  const { code, output } = await runCommand('openssl', args);
  if (code !== 0) throw new Error(`openssl ${args[0]} failed: ${output}`);
}
