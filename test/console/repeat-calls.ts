// What the pages asked of the API, to be asked once more by somebody else: of things that are there. Pure.
import type { ApiCall } from '../support/browser/watch.ts';
import type { Living } from './living.ts';

export interface Repeated {
  /** For people, and the same of two calls that are alike. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** `one`: it is asked for one thing; `some`: a list is filtered by one; `none`: nothing is named. */
  readonly names: 'one' | 'some' | 'none';
  /** Whether it is for the administrator. */
  readonly isAdministrators: boolean;
}

/** A kind of thing, and the id of one: UUIDs, and the ids of keys. */
const ONE = /^(\/api\/[a-z]+)\/([0-9a-f]{8}-[0-9a-f-]{27}|(?<=\/keys\/)[0-9A-Za-z]{16})(?=\/|$)/;
const ADMINISTRATORS = /^\/api\/(admin|organizations|keys\/generate)(\/|$)/;

/** A call with what is there in each place that names something. */
export function repeatOf({ method, path, query, body }: ApiCall, { ids, named }: Living): Repeated {
  const kind = ONE.exec(path)?.[1];
  const id = kind === undefined ? undefined : ids[kind];
  if (kind !== undefined && id === undefined) throw new Error(`nothing of ${kind} was made`);
  const params = new URLSearchParams(query);
  // A place in a list that is another one by now.
  params.delete('cursor');
  for (const name of params.keys()) if (named[name] !== undefined) params.set(name, named[name]);
  const sent = withNamed(body === null ? undefined : JSON.parse(body), named);
  const search = params.size === 0 ? '' : `?${params}`;
  const template = `${method} ${kind === undefined ? path : path.replace(ONE, '$1/{id}')}${search}`;
  const isOne = kind !== undefined || sent.isNamed || params.has('organization_id');
  const isSome = [...params.keys()].some((name) => named[name] !== undefined);
  return {
    // Of an endpoint each change is one; what is deleted, by whomever, is so once.
    name:
      method === 'PATCH'
        ? `${template} ${body}`
        : method === 'DELETE'
          ? template.replace(search, '')
          : template,
    method,
    path: `${id === undefined ? path : path.replace(ONE, `$1/${id}`)}${search}`,
    body: sent.body,
    names: isOne ? 'one' : isSome ? 'some' : 'none',
    isAdministrators: ADMINISTRATORS.test(path) || params.has('organization_id'),
  };
}

function withNamed(
  body: unknown,
  named: Living['named'],
): { readonly body: unknown; readonly isNamed: boolean } {
  if (typeof body !== 'object' || body === null) return { body, isNamed: false };
  const entries = Object.entries(body).map(([name, value]) => [name, named[name] ?? value] as const);
  return { body: Object.fromEntries(entries), isNamed: entries.some(([name]) => named[name] !== undefined) };
}

/** In an order in which their owner can do all of them: what reads, what changes, what ends. */
export function inOrder(calls: readonly Repeated[]): Repeated[] {
  const turn = ({ method, path }: Repeated): number => {
    if (method === 'GET') return 0;
    if (method === 'DELETE') return 3;
    return path.endsWith('/cancel') ? 2 : 1;
  };
  return calls.toSorted((a, b) => turn(a) - turn(b));
}
