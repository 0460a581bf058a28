// What doctor finds out, one thing at a time.

export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  readonly verdict: Verdict;
  /** What was found, in a line. */
  readonly detail: string;
  /** What to do about it; undefined when there is nothing to do. */
  readonly todo?: string;
}

export interface Check {
  /** What is checked, in a word or three. */
  readonly name: string;
  /** An error that it throws is a failure with the error's words and `otherwise`. */
  readonly look: () => Promise<Finding>;
  readonly otherwise: string;
  /** The check without which this one tells nothing: it is skipped when that one has failed. */
  readonly needs?: string;
}

export interface Result extends Finding {
  readonly name: string;
}

export const ok = (detail: string): Finding => ({ verdict: 'ok', detail });
export const warning = (detail: string, todo: string): Finding => ({ verdict: 'warning', detail, todo });
export const failed = (detail: string, todo: string): Finding => ({ verdict: 'failed', detail, todo });
export const skipped = (detail: string, todo?: string): Finding => ({
  verdict: 'skipped',
  detail,
  ...(todo === undefined ? {} : { todo }),
});
