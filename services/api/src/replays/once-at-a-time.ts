import { RequestBusyError } from '../errors.ts';

/**
 * Lets `count` run once at a time for an organization: each may count for as long as a budget allows.
 * @returns what counts likewise; it throws RequestBusyError while another one counts
 */
export function onceAtATime<Asked extends { readonly organizationId: string }, Answer>(
  count: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  const counting = new Set<string>();
  return async (asked) => {
    const { organizationId } = asked;
    if (counting.has(organizationId)) throw new RequestBusyError();
    counting.add(organizationId);
    try {
      return await count(asked);
    } finally {
      counting.delete(organizationId);
    }
  };
}
