import type { Queryable } from '../pool.ts';

export interface Server {
  /** Such as `18.4`. */
  readonly version: string;
  /** Its clock when it was asked. */
  readonly now: Date;
  /** Whether it is a replica, which takes no writes. */
  readonly isReplica: boolean;
  readonly maxConnections: number;
  readonly connections: number;
}

const READ = `
  select current_setting('server_version') as version, clock_timestamp() as now, pg_is_in_recovery() as "isReplica",
         current_setting('max_connections')::int as "maxConnections",
         (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections`;

/** What the server says of itself. */
export async function readServer(db: Queryable): Promise<Server> {
  const { rows } = await db.query<Server>(READ);
  const [server] = rows;
  if (!server) throw new Error('a statement without a table has no row');
  return server;
}
