// Whether a statement failed because Postgres could not be asked, which passes, or because something is wrong with the
// statement, which does not.

// Class 08: connection exceptions; 25: a standby that takes no writes; 40: rolled back; 53: out of resources; 55: locked;
// 57: shut down or timed out; 58 and XX: the server's own trouble.
const PASSING_CLASSES = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX']);

// What pg itself throws has no code.
const PASSING_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after calling end|Client was closed|Query read timeout)/;

/** True when the same statement may well succeed later. Looks through the errors that wrap others (drizzle's). */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') {
    // SQLSTATEs have five characters; the others are Node's codes of a socket that broke.
    if (code.length !== 5 || /^E[A-Z]{4}$/.test(code)) return isSocketCode(code);
    return PASSING_CLASSES.has(code.slice(0, 2));
  }
  if (PASSING_MESSAGES.test(error.message)) return true;
  return error.cause !== undefined && isUnavailable(error.cause);
}

function isSocketCode(code: string): boolean {
  return /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/.test(code);
}
