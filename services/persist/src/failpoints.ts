/** Every place between two steps of the hop (docs/protocol.md, section 2) where `FAILPOINT` can end the process. */
export const PERSIST_FAILPOINTS = [
  'persist:after-decode',
  'persist:after-days',
  'persist:after-lock',
  'persist:after-keys',
  'persist:after-events',
  'persist:after-deliveries',
  'persist:after-conflicts',
  'persist:after-books',
  'persist:after-commit',
  'persist:after-wake-ups',
  'persist:after-publish',
  'persist:after-done',
] as const;

/** Those of a step of a replay (docs/replay.md). */
export const REPLAY_FAILPOINTS = [
  'replay:after-choose',
  'replay:after-commit',
  'replay:after-wake-up',
] as const;
