// What the API takes in one request (docs/errors.md of Hopline, HPL_REQUEST_TOO_LARGE).

/** The largest event, in bytes of JSON. */
export const MAX_EVENT_BYTES = 256 * 1024;

/** The largest batch, in bytes of its body. */
export const MAX_BATCH_BYTES = 1024 * 1024;

/** The most events in a batch. */
export const MAX_BATCH_EVENTS = 500;
