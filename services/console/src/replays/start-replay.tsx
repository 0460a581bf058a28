import { useState } from 'react';
import { Action } from '../parts/action.tsx';
import { AskReplay, type AskReplayProps } from './ask-replay.tsx';

interface StartReplayProps extends Omit<AskReplayProps, 'onClose'> {
  /** What the button says. */
  readonly button: string;
}

/** Asks what to attempt again, says how many that would be, and begins it. */
export function StartReplay({ button, ...asked }: StartReplayProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Action onPress={() => setAsking(true)}>{button}</Action>
      {isAsking && <AskReplay {...asked} onClose={() => setAsking(false)} />}
    </>
  );
}
