type Tone = 'good' | 'bad' | 'waiting' | 'quiet';

const TONES: Readonly<Record<string, Tone>> = {
  succeeded: 'good',
  active: 'good',
  closed: 'good',
  finished: 'good',
  balanced: 'good',
  dead: 'bad',
  disabled: 'bad',
  open: 'bad',
  failing: 'bad',
  revoked: 'bad',
  pending: 'waiting',
  sending: 'waiting',
  running: 'waiting',
  waiting: 'waiting',
  half_open: 'waiting',
  paused: 'waiting',
};

/** A state in a word, which says it; the colour only helps. */
export function Badge({ state, text }: { readonly state: string; readonly text?: string }) {
  return (
    <span className={`badge badge-${TONES[state] ?? 'quiet'}`}>{text ?? state.replaceAll('_', ' ')}</span>
  );
}
