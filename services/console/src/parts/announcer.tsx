import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';

const AnnouncerContext = createContext<(message: string) => void>(() => {});
/** styles/layout.css has it fade away by then, for those who want to see things move. */
const SHOWN_MS = 6000;

/** What happened, for those who cannot see it, and for the others as a line at the foot of the page. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => setMessage(({ turn }) => ({ text, turn: turn + 1 })), []);
  useEffect(() => {
    if (message.text === '') return undefined;
    const timer = setTimeout(() => setMessage(({ turn }) => ({ text: '', turn })), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <AnnouncerContext.Provider value={announce}>
      {children}
      {/* By this attribute react-aria leaves it to screen readers while a dialog is open. */}
      <div className="announcer" role="status" data-react-aria-top-layer="true">
        {/* The same words twice are two messages. */}
        <span key={message.turn}>{message.text}</span>
      </div>
    </AnnouncerContext.Provider>
  );
}

export function useAnnounce(): (message: string) => void {
  return useContext(AnnouncerContext);
}
