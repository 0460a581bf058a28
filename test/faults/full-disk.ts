// The disk of a server is full: see @hopline/dev/file-limit for how. What a server does then is told by what it has said,
// so that a fault that it has not met is none.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KafkaNode } from '@hopline/dev/kafka-node';
import type { Pool } from '@hopline/postgres/pool';

/** What both servers say of a write that their disk does not take: EFBIG, and ENOSPC of a real one. */
export const NO_SPACE = /File too large|No space left on device/;
/** What a broker says last: of the lines before it only some are kept. */
const GIVES_UP = /all log dirs in .* have failed/;

/**
 * Fills the disk of a broker: the fullest partition of a topic has a little room left, and then a batch is cut in two.
 * @param room in bytes, less than what comes in a second
 * @returns the size that no file gets beyond
 * @throws {DevError} where the system cannot do that
 */
export function fillBroker(node: KafkaNode, topic: string, room: number): number {
  const sizes = segmentSizes(node, topic);
  const most = Math.max(...sizes) + room;
  node.limitFiles(most);
  return most;
}

/** How many partitions end at that size, as a rule in the middle of a batch. */
export function cutShort(node: KafkaNode, topic: string, size: number): number {
  return segmentSizes(node, topic).filter((one) => one === size).length;
}

function segmentSizes({ logDirectory }: KafkaNode, topic: string): number[] {
  return readdirSync(logDirectory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.startsWith(`${topic}-`) && name.endsWith('.log'))
    .map((name) => statSync(join(logDirectory, name)).size);
}

/** @returns what is wrong when the server has not said that its disk is full */
export function unfelt(server: string, lines: readonly string[]): string[] {
  return lines.some((line) => NO_SPACE.test(line) || GIVES_UP.test(line))
    ? []
    : [`${server} has met no full disk:\n${lines.at(-1)}`];
}

/**
 * Reads every row of every table, whole.
 * @returns what could not be read, and pages whose checksum was wrong
 */
export async function unreadable(pool: Pool): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "select oid::regclass::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'",
  );
  const problems: string[] = [];
  for (const { name } of tables) {
    await pool
      .query(`select sum(length(t::text)) from ${name} t`)
      .catch((error: Error) => problems.push(`${name} cannot be read: ${error.message}`));
  }
  const { rows } = await pool.query<{ n: number }>(
    'select coalesce(sum(checksum_failures), 0)::int as n from pg_stat_database',
  );
  return rows[0]?.n === 0 ? problems : [...problems, `${rows[0]?.n} pages have a wrong checksum`];
}
