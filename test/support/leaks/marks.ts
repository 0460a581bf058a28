// What must not be found where it does not belong: texts that stand nowhere else.
import { randomBytes } from 'node:crypto';

/** Of letters alone, so that no escaping changes it. */
const mark = (what: string) =>
  `${what}-${randomBytes(16)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`;

export const MARKS = {
  adminToken: mark('admin-token'),
  wrongAdminToken: mark('wrong-admin-token'),
  databasePassword: mark('database-password'),
  payload: mark('payload'),
  payloadKey: mark('payload-key'),
  badBody: mark('bad-body'),
  poison: mark('poison'),
  path: mark('path'),
  query: mark('query'),
  header: mark('header'),
  webhookPath: mark('webhook-path'),
  webhookQuery: mark('webhook-query'),
  customHeader: mark('custom-header'),
  receiverBody: mark('receiver-body'),
  description: mark('description'),
  wrongSecret: mark('wrong-secret'),
};

/** One of SECRET_KEYS, without its id. */
export const SEALING_KEY = randomBytes(32).toString('base64');

/** Where a secret stands in one of the texts, with what is around it, for a person to see. */
export function leaksIn(secrets: Iterable<string>, texts: readonly string[]): string[] {
  return [...secrets].flatMap((secret) =>
    texts.filter((text) => text.includes(secret)).map((text) => around(secret, text)),
  );
}

function around(secret: string, text: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 200), at + 200);
}
