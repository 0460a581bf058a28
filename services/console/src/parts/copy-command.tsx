import { Action } from './action.tsx';
import { useCopy } from './use-copy.ts';

/** A command of several lines, with a button that copies it. */
export function CopyCommand({ text, what }: { readonly text: string; readonly what: string }) {
  const { isCopied, copy } = useCopy(text, what);
  return (
    <>
      <pre>
        <code>{text}</code>
      </pre>
      <Action onPress={copy} {...(isCopied ? {} : { label: `Copy ${what}` })}>
        {isCopied ? 'Copied' : 'Copy'}
      </Action>
    </>
  );
}
