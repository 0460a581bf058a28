// Whose fault a failed statement is. A row that Postgres refuses is poison; anything else is trouble that passes, and a
// record must never be given up because of it.

// Class 22: data exceptions (22P05 untranslatable character, …); class 23: integrity constraint violations.
const ROW_CLASSES = new Set(['22', '23']);

/** True when Postgres refused the data itself, by the class of its SQLSTATE. */
export function isRowRefused(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.length === 5 && ROW_CLASSES.has(code.slice(0, 2));
}
