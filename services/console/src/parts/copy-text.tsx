import { Action } from './action.tsx';
import { useCopy } from './use-copy.ts';

/** A text that is meant to be taken elsewhere, with a button that does it. */
export function CopyText({ text, what }: { readonly text: string; readonly what: string }) {
  const { isCopied, copy } = useCopy(text, what);
  return (
    <span className="copy">
      <code>{text}</code>
      <Action onPress={copy} {...(isCopied ? {} : { label: `Copy ${what}` })}>
        {isCopied ? 'Copied' : 'Copy'}
      </Action>
    </span>
  );
}
