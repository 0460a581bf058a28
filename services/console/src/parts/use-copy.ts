import { useState } from 'react';
import { useAnnounce } from './announcer.tsx';

/** Takes a text to the clipboard, and says whether that worked. */
export function useCopy(text: string, what: string) {
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
  return { isCopied, copy: () => void copy() };
}
