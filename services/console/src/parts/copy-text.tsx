import { useState } from 'react';
import { Action } from './action.tsx';
import { useAnnounce } from './announcer.tsx';

/** A text that is meant to be taken elsewhere, with a button that does it. */
export function CopyText({ text, what }: { readonly text: string; readonly what: string }) {
  const announce = useAnnounce();
  const [isCopied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    // In a frame, or without https, a browser may not let it be.
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setCopied(done === true);
    announce(done ? `${what} is copied` : `${what} could not be copied: mark it and copy it by hand`);
  }
  return (
    <span className="copy">
      <code>{text}</code>
      <Action onPress={() => void copy()} label={`Copy ${what}`}>
        {isCopied ? 'Copied' : 'Copy'}
      </Action>
    </span>
  );
}
