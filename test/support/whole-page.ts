// A page of the inbox or of the log of deliveries that is whole: a search that ended for lack of time goes on, as the machine may be
// busy with other tests.
import assert from 'node:assert/strict';

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/**
 * @param ask reads a path of the API
 * @param path with the filter: `/api/inbox?delivered=never`
 * @param member of the answer that has the rows
 */
export async function wholePage<T>(
  ask: (path: string) => Promise<Answer>,
  path: string,
  member: 'events' | 'deliveries',
): Promise<{ rows: T[]; next: string | null }> {
  const rows: T[] = [];
  const [place, query] = path.split('?');
  const params = new URLSearchParams(query);
  for (let next = path; ; ) {
    const { status, text, json } = await ask(next);
    assert.equal(status, 200, text);
    rows.push(...(json[member] as T[]));
    if (json.complete === true) return { rows, next: json.next_cursor as string | null };
    // In place of the one that it began with.
    params.set('cursor', String(json.next_cursor));
    next = `${place}?${params}`;
  }
}
