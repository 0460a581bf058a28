/**
 * The channel on which the triggers of `api_keys` and `organizations` tell of a change that matters to whoever caches
 * keys. The payload is the id of the organization.
 */
export const KEY_CHANGES_CHANNEL = 'hopline_keys';
