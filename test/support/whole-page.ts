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
  for (let cursor = ''; ; ) {
    const { status, text, json } = await ask(path + cursor);
    assert.equal(status, 200, text);
    rows.push(...(json[member] as T[]));
    if (json.complete === true) return { rows, next: json.next_cursor as string | null };
    cursor = `${path.includes('?') ? '&' : '?'}cursor=${json.next_cursor}`;
  }
}
