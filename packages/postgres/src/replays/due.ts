// When the next step of a replay is due. Of one that takes a part of what its selection says it stands in a column of its own
// (migrations/0013_narrow_replays.sql): a process of the release before that column would take everything.

/** Of a replay `r`. */
export const DUE = 'coalesce(r.narrow_step_at, r.next_step_at)';

/** What next_step_at is then. */
export const NEVER_DUE = "timestamptz '9999-12-31 00:00:00Z'";

/** Sets it in an update of replays `r`. */
export const setDue = (time: string) =>
  `next_step_at = case when r.narrow_step_at is null then ${time} else r.next_step_at end,
   narrow_step_at = case when r.narrow_step_at is not null then ${time} end`;
