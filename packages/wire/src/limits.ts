/** The largest request body of one event, in bytes. */
export const MAX_EVENT_BYTES = 256 * 1024;

/** The largest request body of a batch of events, in bytes. */
export const MAX_BATCH_BYTES = 1024 * 1024;

/** The most events in a batch. */
export const MAX_BATCH_EVENTS = 500;

/** What an event's type looks like. */
export const EVENT_TYPE_PATTERN = '^[A-Za-z0-9_.-]{1,128}$';

/** The most endpoints of an organization: each event makes a delivery for every one that matches. */
export const MAX_ENDPOINTS = 50;

/** The longest dedup_id or ordering key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 255;
