// The one call of the Confluent API that is needed: POST /subjects/{subject}/versions.
import { RegistryIncompatibleError, RegistryRefusedError, RegistryUnavailableError } from './errors.ts';

const TIMEOUT_MS = 10_000;
const MEDIA_TYPE = 'application/vnd.schemaregistry.v1+json';
/** The first is Confluent's answer, the others are what stands in front of it: they pass. */
const PASSING = new Set([429, 500, 502, 503, 504]);

export interface SchemaRegistry {
  /**
   * Registers a schema as a version of a subject, or finds it there.
   * @param schema its JSON text
   * @returns the registry's id of it
   * @throws {RegistryUnavailableError} it does not answer, or cannot do it now
   * @throws {RegistryIncompatibleError} it does not fit to the subject's other versions
   * @throws {RegistryRefusedError} it answers in another way, such as 401
   */
  register(subject: string, schema: string): Promise<number>;
}

/** @param credentials `user:password`; without it what the URL says */
export function connectRegistry(url: URL, credentials?: string): SchemaRegistry {
  const base = new URL(url);
  base.username = '';
  base.password = '';
  base.pathname = base.pathname.replace(/\/*$/, '/');
  const userinfo = url.username && `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const basic = credentials ?? userinfo;
  const headers = {
    'content-type': MEDIA_TYPE,
    accept: `${MEDIA_TYPE}, application/json`,
    ...(basic ? { authorization: `Basic ${Buffer.from(basic, 'utf8').toString('base64')}` } : {}),
  };

  async function post(path: string, body: object): Promise<{ status: number; text: string }> {
    try {
      const response = await fetch(new URL(path, base), {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        // A redirect would become a GET, or take the password elsewhere.
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      throw new RegistryUnavailableError(base.href, 'it does not answer', error);
    }
  }

  return {
    async register(subject, schema) {
      const path = `subjects/${encodeURIComponent(subject)}/versions`;
      const { status, text } = await post(path, { schema });
      const answer = parseAnswer(text);
      if (status === 200 && isRegistryId(answer.id)) return answer.id;
      const said = `${status} ${answer.message ?? text.slice(0, 200)}`.trim();
      if (PASSING.has(status)) throw new RegistryUnavailableError(base.href, `it answers ${said}`);
      if (status === 409) throw new RegistryIncompatibleError(subject, said);
      throw new RegistryRefusedError(base.href, subject, said);
    },
  };
}

function parseAnswer(text: string): { id?: unknown; message?: string } {
  try {
    const { id, message } = JSON.parse(text) as Record<string, unknown>;
    return { id, ...(typeof message === 'string' ? { message } : {}) };
  } catch {
    return {};
  }
}

function isRegistryId(id: unknown): id is number {
  return Number.isInteger(id) && (id as number) > 0 && (id as number) < 2 ** 31;
}
