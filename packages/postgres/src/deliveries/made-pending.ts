/**
 * What a replay or a retry by hand makes of a delivery `d`: pending, due, from the start of the ladder. `attempts` goes on,
 * as it numbers them; `dlq_at` is of the death that is over, the next one has a dead letter of its own. That it succeeded
 * once is kept: otherwise the inbox would call its event never delivered.
 */
export const MADE_PENDING = `
  state = 'pending', reason = null, version = d.version + 1, ladder_step = 0, next_attempt_at = now(), lease_until = null,
  succeeded_at = coalesce(d.succeeded_at, case when d.state = 'succeeded' then coalesce(d.ended_at, now()) end), ended_at = null,
  dlq_at = null, replayed_at = now()`;
