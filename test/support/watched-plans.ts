// How Postgres goes about statements: each is explained before it runs. What is checked is the way, never the time.
import assert from 'node:assert/strict';
import type { Pool, PoolClient } from '@hopline/postgres/pool';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
}

export interface WatchedPlans {
  /** Runs statements like a pool or a client, and looks at the plan of each. */
  readonly db: Pool & PoolClient;
  /** The indexes that any statement went by since the last `forget`, of all days together. */
  readonly indexes: ReadonlySet<string>;
  /** The kinds of nodes that the plans had. */
  readonly ways: ReadonlySet<string>;
  forget(): void;
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/**
 * Watches statements that may look at one day of `events` and `deliveries` each, and must not read one from end to end.
 * @param days how many days a statement may look at
 */
export async function watchPlans(pool: Pool, { days: most = 1 } = {}): Promise<WatchedPlans> {
  const parentOf = await readParents(pool);
  const indexes = new Set<string>();
  const ways = new Set<string>();
  const query = async (given: string | Statement, more?: readonly unknown[]) => {
    const { text, values = [] } = typeof given === 'string' ? { text: given, values: more } : given;
    const { rows } = await pool.query(`explain (format json) ${text}`, [...values]);
    const nodes = nodesOf(rows[0]['QUERY PLAN'][0].Plan);
    for (const node of nodes) {
      ways.add(node['Node Type']);
      const index = node['Index Name'];
      if (index !== undefined) indexes.add(parentOf.get(index) ?? index);
    }
    const read = nodes.filter((node) => /^(events|deliveries|attempts)_\d/.test(node['Relation Name'] ?? ''));
    for (const node of read)
      assert.doesNotMatch(node['Node Type'], /Seq Scan/, `${text}\n${JSON.stringify(node)}`);
    const days = new Set(read.map((node) => node['Relation Name']?.replace(/^\w+_/, '')));
    assert.ok(days.size <= most, `a statement over ${[...days].join(' and ')}: ${text}`);
    return pool.query(text, [...values]);
  };
  return {
    db: { query } as unknown as Pool & PoolClient,
    indexes,
    ways,
    forget() {
      indexes.clear();
      ways.clear();
    },
  };
}

/** Which index of all days the one of a day belongs to. */
async function readParents(pool: Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ child: string; parent: string }>(
    `select i.inhrelid::regclass::text as child, i.inhparent::regclass::text as parent
       from pg_inherits i join pg_class c on c.oid = i.inhrelid and c.relkind = 'i'`,
  );
  return new Map(rows.map(({ child, parent }) => [child, parent]));
}
