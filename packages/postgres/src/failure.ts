// Whose fault a failed statement is. A row that Postgres refuses is poison; anything else is trouble that passes, and a
// record must never be given up because of it.

// Class 22: data exceptions (22P05 untranslatable character, …); class 23: integrity constraint violations.
const ROW_CLASSES = new Set(['22', '23']);
/** A column that this release does not write, of a schema that is ahead of it: no row would be taken. */
const NOT_NULL_VIOLATION = '23502';
const CHECK_VIOLATION = '23514';

interface PostgresError {
  readonly code?: unknown;
  readonly constraint?: unknown;
}

/** True when Postgres refused the data itself, by the class of its SQLSTATE. */
export function isRowRefused(error: unknown): boolean {
  const { code } = asPostgresError(error);
  if (typeof code !== 'string' || code.length !== 5 || !ROW_CLASSES.has(code.slice(0, 2))) return false;
  return code !== NOT_NULL_VIOLATION && !isPartitionMissing(error);
}

/**
 * True when the row's day has no partition: it was dropped or detached. Postgres has no code of its own for that
 * (ExecFindPartition in execPartition.c), but a check that a row violates has a name.
 */
export function isPartitionMissing(error: unknown): boolean {
  const { code, constraint } = asPostgresError(error);
  return code === CHECK_VIOLATION && constraint === undefined;
}

function asPostgresError(error: unknown): PostgresError {
  return typeof error === 'object' && error !== null ? error : {};
}
