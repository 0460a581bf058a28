import { type ContextManager, ROOT_CONTEXT } from '@opentelemetry/api';

/**
 * Knows of no current context: here every span is told what it is below. The manager that the SDK would set up instead costs
 * each request some percent from the first export on, whether it is recorded or not (docs/performance.md).
 */
export const NO_CURRENT_CONTEXT: ContextManager = {
  active: () => ROOT_CONTEXT,
  with: (_context, task, thisArg, ...args) => task.call(thisArg, ...args),
  bind: (_context, target) => target,
  enable: () => NO_CURRENT_CONTEXT,
  disable: () => NO_CURRENT_CONTEXT,
};
