import { useState } from 'react';
import { shorten } from '../format/shorten.ts';
import { Action } from '../parts/action.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { useDelivery } from './use-delivery.ts';

interface AttemptAnswerProps {
  readonly deliveryId: string;
  /** Of the attempt. */
  readonly number: number;
  /** Whether it is read and shown from the beginning. */
  readonly isOpen: boolean;
}

/** What an attempt was answered: a line of it, and the whole on demand. */
export function AttemptAnswer({ deliveryId, number, isOpen }: AttemptAnswerProps) {
  const [isWanted, setWanted] = useState(isOpen);
  const query = useDelivery(deliveryId, isWanted);
  if (!isWanted) {
    return (
      <Action label={`Show the answer to attempt ${number}`} onPress={() => setWanted(true)}>
        Show the answer
      </Action>
    );
  }
  if (query.error !== null) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const text = query.data?.attempts.find((attempt) => attempt.number === number)?.response;
  if (text === undefined) return null;
  if (text === null || text.trim() === '') return <p className="quiet">The answer had no text.</p>;
  const line = shorten(text);
  if (line === text) return <Line text={line} />;
  return (
    <details className="answer">
      <summary>
        <Line text={line} />
      </summary>
      <section
        className="payload"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by the keyboard
        tabIndex={0}
        aria-label={`The answer to attempt ${number} of delivery ${deliveryId}`}
      >
        <pre>{text}</pre>
      </section>
    </details>
  );
}

function Line({ text }: { readonly text: string }) {
  return (
    <>
      Answer: <code>{text}</code>
    </>
  );
}
