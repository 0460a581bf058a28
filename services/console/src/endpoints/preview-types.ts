// The types that a preview asks for, out of a text that somebody writes. Pure.
import { listOf } from './endpoint-draft.ts';

const TYPE = /^(\*|[A-Za-z0-9_.-]{1,126}\.\*|[A-Za-z0-9_.-]{1,128})$/;
/** As many as the inbox takes. */
const MOST = 20;

export interface PreviewTypes {
  /** With commas; undefined when none is finished, as an inbox without types is that of all. */
  readonly asked: string | undefined;
  /** How people call them. */
  readonly words: string;
}

/** Those that are finished: the others would be refused. */
export function previewTypes(text: string): PreviewTypes {
  const types = listOf(text).filter((type) => TYPE.test(type));
  return {
    asked: types.length === 0 ? undefined : types.slice(0, MOST).join(','),
    words: types.length > MOST ? `the first ${MOST} types` : 'these types',
  };
}
