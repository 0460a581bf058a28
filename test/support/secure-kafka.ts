// A broker of one test that speaks TLS: one listener wants a client's certificate, the other a name and a password. Whoever
// comes so may do what he was given rights to, and nothing else.
import { readFile } from 'node:fs/promises';
import { type Kafka, startKafka } from '@hopline/dev/embedded-kafka';
import { type Authority, type Certificate, makeAuthority, temporaryFolder } from './certificates.ts';
import type { Cleanup } from './cleanup.ts';
import { makeScramUser } from './scram-users.ts';

export interface SecureKafka {
  readonly kafka: Kafka;
  readonly authority: Authority;
  /** Of a client that the broker trusts. */
  readonly client: Certificate;
  /** May do anything. The others have the same password, and no rights yet. */
  readonly username: string;
  readonly password: string;
  /** `host:port` of the listeners. */
  readonly mutualTls: string;
  readonly sasl: string;
}

/** How long a login is good for before the broker wants another (KIP-368), and how old it is when the client renews it. */
export const LOGIN_MS = 12_000;
export const RENEWED_AFTER_MS = LOGIN_MS - 10_000;

/** Further users. */
const OTHERS = ['migrate', 'persist', 'deliver', 'reader'];

/** Closed with the test. */
export async function startSecureKafka(t: Cleanup): Promise<SecureKafka> {
  const folder = await temporaryFolder(t);
  const authority = await makeAuthority(folder, 'authority');
  const broker = await authority.issue('broker', ['IP:127.0.0.1']);
  const client = await authority.issue('client');
  const [username, password] = ['hopline', 'a password, with = and "quotes"'];
  const pem = async (file: string) => (await readFile(file, 'utf8')).trim();
  const plainUsers = [username, ...OTHERS].map((name) => `user_${name}="${escaped(password)}"`);
  const plain = `org.apache.kafka.common.security.plain.PlainLoginModule required ${plainUsers.join(' ')};`;
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';
  const kafka = await startKafka({
    listeners: [{ name: 'MUTUAL' }, { name: 'LOGIN' }],
    properties: {
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,MUTUAL:SSL,LOGIN:SASL_SSL,CONTROLLER:PLAINTEXT',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.certificate.chain': await pem(broker.cert),
      'ssl.keystore.key': await pem(broker.key),
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.certificates': await pem(authority.cert),
      'listener.name.mutual.ssl.client.auth': 'required',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.login.plain.sasl.jaas.config': plain,
      'listener.name.login.scram-sha-256.sasl.jaas.config': scram,
      'listener.name.login.scram-sha-512.sasl.jaas.config': scram,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // Who comes in clear text is nobody.
      'super.users': `User:ANONYMOUS;User:${username}`,
      'connections.max.reauth.ms': String(LOGIN_MS),
    },
  });
  t.after(() => kafka.close());
  for (const name of [username, ...OTHERS]) await makeScramUser(kafka.brokers, name, password);
  const [mutualTls = '', sasl = ''] = [kafka.advertised('MUTUAL')[0], kafka.advertised('LOGIN')[0]];
  return { kafka, authority, client, username, password, mutualTls, sasl };
}

/** Within the quotes of a JAAS configuration. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
