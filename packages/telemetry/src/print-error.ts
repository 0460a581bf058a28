import { messageOf } from '@hopline/runtime/errors';

/** How far down the causes of an error are printed. */
const MAX_DEPTH = 5;

/**
 * What a log line has of an error: its class, message, code, frames, and the same of its causes. No other property of it:
 * a driver's error holds the row that was refused (`detail`, `where`), a query's its parameters, a parser's the bytes.
 */
export function printError(thrown: unknown, depth = 0): unknown {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const { code, constraint, table } = thrown as { code?: unknown; constraint?: unknown; table?: unknown };
  const isDeep = depth >= MAX_DEPTH;
  return {
    type: thrown.constructor.name,
    message: messageOf(thrown),
    ...textOf({ code, constraint, table }),
    // The frames alone: its first lines repeat the message.
    stack: thrown.stack?.match(/^ {4}at .*/gm)?.join('\n'),
    ...(thrown.cause === undefined || isDeep ? {} : { cause: printError(thrown.cause, depth + 1) }),
    ...(thrown instanceof AggregateError && !isDeep
      ? { errors: thrown.errors.map((one) => printError(one, depth + 1)) }
      : {}),
  };
}

function textOf(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));
}
