// Content-Encoding of requests (RFC 9110, section 8.4).
import { constants, gunzip } from 'node:zlib';
import { takeTurns } from '../auth/take-turns.ts';
import { RequestMalformedError, RequestTooLargeError, UnsupportedEncodingError } from '../errors.ts';

/** The one coding that a Content-Encoding header names, or the refusal of it. */
export function codingOf(header: string): 'gzip' | 'identity' | UnsupportedEncodingError {
  const coding = header.trim().toLowerCase();
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  return coding === 'identity' || coding === '' ? 'identity' : new UnsupportedEncodingError();
}

const CHUNK_BYTES = 64 * 1024;
/** Of the four threads that Node has for this, and for argon2id of old keys. The others stay free. */
const AT_ONCE = 2;
/** Each has its compressed body in memory. One organization has fewer in the room for bodies that come with events. */
const MAX_WAITING = 128;

/**
 * Inflates gzip, off the main thread and in chunks: whatever the bytes promise, no more than about `limit` bytes of
 * memory are taken, and inflating stops there. Undefined when too many others wait for it.
 * @param limit the most bytes that may come out
 * @throws {RequestTooLargeError | RequestMalformedError}
 */
export type Inflate = (bytes: Buffer, limit: number) => Promise<Buffer> | undefined;

/** To inflate few at a time, first come, first served. */
export function createInflate(): Inflate {
  const turns = takeTurns(AT_ONCE, MAX_WAITING);
  return (bytes, limit) => turns.run(() => inflate(bytes, limit));
}

function inflate(bytes: Buffer, limit: number): Promise<Buffer> {
  const options = {
    chunkSize: Math.min(CHUNK_BYTES, limit),
    maxOutputLength: limit,
    // A stream that is cut off is an error, not a shorter body.
    finishFlush: constants.Z_FINISH,
  };
  return new Promise((resolve, reject) => {
    gunzip(bytes, options, (error: NodeJS.ErrnoException | null, inflated) => {
      if (!error) resolve(inflated);
      else if (error.code === 'ERR_BUFFER_TOO_LARGE') {
        reject(new RequestTooLargeError(`the inflated body has more than ${limit} bytes`));
      } else reject(new RequestMalformedError(`the body is not gzip: ${error.message}`));
    });
  });
}
