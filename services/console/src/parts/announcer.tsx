import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const AnnouncerContext = createContext<(message: string) => void>(() => {});

/** What happened, for those who cannot see it, and for the others as a line at the foot of the page. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', turn: 0 });
  const announce = useCallback((text: string) => setMessage(({ turn }) => ({ text, turn: turn + 1 })), []);
  return (
    <AnnouncerContext.Provider value={announce}>
      {children}
      <div className="announcer" role="status">
        {/* The same words twice are two messages. */}
        <span key={message.turn}>{message.text}</span>
      </div>
    </AnnouncerContext.Provider>
  );
}

export function useAnnounce(): (message: string) => void {
  return useContext(AnnouncerContext);
}
