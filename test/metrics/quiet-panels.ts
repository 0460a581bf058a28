// The panels that a healthy system under a load of a minute leaves empty, or at zero, and why. Everything else must move.

const MAY_BE_EMPTY: Readonly<Record<string, string>> = {
  'overview / Alerts that fire': 'an alert fires only after some minutes of trouble',
};

/** By board and panel, or by board, panel and legend where the others of the panel must move. */
const MAY_BE_ZERO: Readonly<Record<string, string>> = {
  'overview / Failed requests': 'no request fails',
  'overview / Oldest event not stored': 'events are stored faster than the next scrape',
  'overview / What waits / in the api': 'Kafka acknowledges faster than the next scrape',
  'overview / How full it is': 'the load fills nothing',
  'ingest / Queue': 'Kafka acknowledges faster than the next scrape',
  'ingest / Buffer': 'Kafka acknowledges faster than the next scrape',
  'ingest / Fullest partition': 'events are stored faster than the next look',
  'ingest / Connections dropped': 'there are few connections',
  'ingest / Hashes of keys': 'keys that are made now need none',
  'pipeline / Batches held': 'nothing is away',
  'pipeline / Overdue on the rungs': 'what is due is forwarded at once',
  'pipeline / Rebalances': 'nobody comes or goes after the first scrape',
  'pipeline / Replays under way': 'a replay of this size is done between two looks',
  'pipeline / Days dropped': 'no day is over its retention',
  'delivery / Lost and fenced': 'no process dies',
  'delivery / Endpoints with a backlog': 'the load is too small for one',
  'stores / Time-outs and broken connections': 'Kafka answers',
  'stores / Partitions without a leader': 'the broker leads all of them',
  'stores / Connections in use': 'statements end faster than the next scrape',
  'stores / Waiting for a connection': 'there are more connections than statements',
};

export function whyEmpty(board: string, panel: string): string | undefined {
  return MAY_BE_EMPTY[`${board} / ${panel}`];
}

export function whyZero(board: string, panel: string, legend: string): string | undefined {
  return MAY_BE_ZERO[`${board} / ${panel}`] ?? MAY_BE_ZERO[`${board} / ${panel} / ${legend}`];
}

/** All that are named here, as `board / panel`: a test looks whether there are such panels. */
export const QUIET_PANELS: readonly string[] = [...Object.keys(MAY_BE_EMPTY), ...Object.keys(MAY_BE_ZERO)];
