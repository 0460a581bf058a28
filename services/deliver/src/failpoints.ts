/** Every place between two steps of an attempt (docs/protocol.md, section 3) where `FAILPOINT` can end the process. */
export const DELIVER_FAILPOINTS = [
  'deliver:after-claim',
  'deliver:after-post',
  'deliver:after-result',
  'deliver:after-publish',
] as const;
