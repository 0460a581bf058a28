import { HoplineError } from '@hopline/runtime/errors';

/** Secrets may be stored that were sealed with keys which this process does not have. */
export class SecretKeyMissingError extends HoplineError {
  constructor(ids: readonly string[]) {
    super(
      'HPL_SECRET_KEY_MISSING',
      `SECRET_KEYS lacks keys that stored secrets are sealed with: ${ids.join(', ')}; add them, or seal everything anew with a process that has them (npm run rekey)`,
    );
  }
}

/** Under the id of a key that secrets are sealed with, this process has another key. */
export class SecretKeyWrongError extends HoplineError {
  constructor(ids: readonly string[]) {
    super(
      'HPL_SECRET_KEY_WRONG',
      `SECRET_KEYS has another key than the one that stored secrets are sealed with, under the same id: ${ids.join(', ')}; restore it, and give a new key an id of its own`,
    );
  }
}

/** Everything was sealed anew with another key: nothing may be sealed with this one any more. */
export class SecretKeyRetiredError extends HoplineError {
  constructor(id: string) {
    super(
      'HPL_SECRET_KEY_RETIRED',
      `the key ${id} of SECRET_KEYS was retired while this process ran; restart it with the new key in first place`,
    );
  }
}
