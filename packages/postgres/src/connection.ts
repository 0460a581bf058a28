// How a postgres:// URL is understood where it speaks of TLS. pg's own reading differs from that of libpq, and will change with
// its next version: `require` and `verify-ca` are the same to it as `verify-full`, with a warning, and `no-verify` encrypts
// without looking whom for. So that a URL means one thing, and none of them less than it says, it is read here.
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from '@hopline/runtime/errors';
import { openPemFiles } from '@hopline/runtime/pem-files';
import type { ClientConfig } from 'pg';

/** `require` is here what libpq calls `verify-full`: who asks for TLS is not content with anybody's certificate. */
export const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type SslMode = (typeof SSL_MODES)[number];

/** Those of pg and of libpq that we would have to pass over in silence. */
const REFUSED = ['uselibpqcompat', 'sslpassword', 'sslcrl', 'sslcrldir'];
const TAKEN = ['ssl', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation'];

/**
 * What pg is to be given for a URL. Certificates are read at once, and again for connections that are made later.
 * @param setting what the URL stands in, for messages
 * @throws {ConfigError} with every problem at once, without the URL
 */
export function connectionOf(url: string, setting = 'DATABASE_URL'): ClientConfig {
  const [base = '', ...query] = url.split('?');
  if (query.length === 0) return { connectionString: url };
  const parameters = new URLSearchParams(query.join('?'));
  if (![...parameters.keys()].some((name) => name.startsWith('ssl') || REFUSED.includes(name)))
    return { connectionString: url };
  const problems = REFUSED.filter((name) => parameters.has(name)).map(
    (name) => `${setting}: ${name} is not a parameter that Hopline knows`,
  );
  if (problems.length > 0) throw new ConfigError(problems);
  const mode = modeOf(parameters, setting);
  const file = (name: string) => ({
    setting: `${name} of ${setting}`,
    path: parameters.get(name) || undefined,
  });
  const files = { ca: file('sslrootcert'), cert: file('sslcert'), key: file('sslkey') };
  const negotiation = negotiationOf(parameters, setting);
  for (const name of TAKEN) parameters.delete(name);
  const connectionString = parameters.size > 0 ? `${base}?${parameters}` : base;
  if (mode === 'disable') {
    const unused = Object.values(files).filter(({ path }) => path !== undefined);
    if (unused.length > 0)
      throw new ConfigError(unused.map((given) => `${given.setting} is of no use with sslmode=disable`));
    return { connectionString, ssl: false };
  }
  // An authority that gives certificates to anybody says nothing of whom one speaks to, unless the name is looked at.
  if (mode === 'verify-ca' && files.ca.path === undefined)
    throw new ConfigError([`${setting}: sslmode=verify-ca needs sslrootcert; or use verify-full`]);
  const read = openPemFiles(files);
  const ssl: ConnectionOptions = {
    rejectUnauthorized: true,
    ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    // pg takes them from here for each connection.
    get ca() {
      return read().ca;
    },
    get cert() {
      return read().cert;
    },
    get key() {
      return read().key;
    },
  };
  return { connectionString, ssl, sslnegotiation: negotiation };
}

/** `direct` saves a round trip, with Postgres 17 and newer. */
function negotiationOf(parameters: URLSearchParams, setting: string): 'postgres' | 'direct' {
  const given = parameters.get('sslnegotiation') ?? 'postgres';
  if (given === 'postgres' || given === 'direct') return given;
  throw new ConfigError([`${setting}: sslnegotiation=${given} is not known; use postgres or direct`]);
}

function modeOf(parameters: URLSearchParams, setting: string): SslMode {
  const [mode, ssl] = [parameters.get('sslmode'), parameters.get('ssl')];
  if (mode === null) {
    if (ssl === '0' || ssl === 'false') return 'disable';
    // A certificate, or pg's `ssl=true`, asks for TLS.
    if (ssl === null || ssl === '1' || ssl === 'true') return 'verify-full';
    throw new ConfigError([`${setting}: ssl=${ssl} is not known; use sslmode=${SSL_MODES.join(', ')}`]);
  }
  const known = SSL_MODES.find((one) => one === mode);
  if (known !== undefined) return known;
  const why = ['allow', 'prefer', 'no-verify'].includes(mode)
    ? 'does not look who answers, so that anybody could; it is refused'
    : 'is not known';
  throw new ConfigError([`${setting}: sslmode=${mode} ${why}; use ${SSL_MODES.join(', ')}`]);
}
