// Certificates and keys in PEM files (RFC 7468): checked when the process starts, and read again for each connection that is
// made later, so that what a certificate manager renews is in use without a restart.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from './errors.ts';

/** Where one stands, and what is said to set it: `KAFKA_TLS_CA_FILE`, or `sslrootcert in DATABASE_URL`. */
export interface PemFile {
  readonly setting: string;
  readonly path: string | undefined;
}

export interface PemFiles {
  /** The authorities to trust; without it those that Node knows. */
  readonly ca: PemFile;
  /** The certificate that shows who we are, with those between it and its authority behind it, and its key. */
  readonly cert: PemFile;
  readonly key: PemFile;
}

/** What stands in them, in the names of Node's `tls.connect`. */
export interface PemTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** One connection after the other is made with what was read for the first of them. */
const FRESH_MS = 1000;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads and checks them, at once and again whenever it is asked later. Files that are not usable then, as while they are being
 * replaced, change nothing: it goes on with what was read before.
 * @throws {ConfigError} naming each file that cannot be used, and why
 */
export function openPemFiles(files: PemFiles, now: () => number = () => performance.now()): () => PemTexts {
  let texts = readPemFiles(files);
  let readAt = now();
  return () => {
    if (now() - readAt < FRESH_MS) return texts;
    readAt = now();
    try {
      texts = readPemFiles(files);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
    }
    return texts;
  };
}

/** @throws {ConfigError} naming each file that cannot be used, and why */
export function readPemFiles({ ca, cert, key }: PemFiles): PemTexts {
  const problems: string[] = [];
  const attempt = <T>({ setting, path }: PemFile, read: (text: string) => T): T | undefined => {
    if (path === undefined) return undefined;
    try {
      return read(readText(path));
    } catch (error) {
      problems.push(`${setting}: ${path} ${(error as Error).message}`);
      return undefined;
    }
  };
  for (const [given, other] of [
    [cert, key],
    [key, cert],
  ] as const) {
    if (given.path !== undefined && other.path === undefined)
      problems.push(`${given.setting} is of no use without ${other.setting}: set both, or neither`);
  }
  const trusted = attempt(ca, (text) => ({ text, certificates: readCertificates(text) }));
  const own = attempt(cert, (text) => ({ text, certificates: readCertificates(text) }));
  const secret = attempt(key, (text) => ({ text, key: readKey(text) }));
  const [leaf] = own?.certificates ?? [];
  if (leaf && secret && !leaf.checkPrivateKey(secret.key))
    problems.push(`${key.setting}: ${key.path} is not the key of the certificate in ${cert.path}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...(trusted ? { ca: trusted.text } : {}),
    ...(own ? { cert: own.text } : {}),
    ...(secret ? { key: secret.text } : {}),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new RangeError(UNREADABLE.get(code ?? '') ?? `cannot be read (${code})`);
  }
}

const UNREADABLE = new Map([
  ['ENOENT', 'is not there'],
  ['EACCES', 'may not be read by this process'],
  ['EISDIR', 'is a directory'],
]);

function readCertificates(text: string): X509Certificate[] {
  const blocks = text.match(CERTIFICATE) ?? [];
  if (blocks.length === 0) throw new RangeError('holds no certificate in PEM format');
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new RangeError('holds a certificate that cannot be read');
  }
}

function readKey(text: string) {
  if (/-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text))
    throw new RangeError('is encrypted with a pass phrase: give a key without one');
  try {
    return createPrivateKey(text);
  } catch {
    // What the parser says may have a part of the key in it.
    throw new RangeError('holds no private key in PEM format');
  }
}
