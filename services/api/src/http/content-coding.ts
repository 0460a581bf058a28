// Content-Encoding of requests (RFC 9110, section 8.4).
import { constants, gunzip } from 'node:zlib';
import { RequestMalformedError, RequestTooLargeError, UnsupportedEncodingError } from '../errors.ts';

/** The one coding that a Content-Encoding header names, or the refusal of it. */
export function codingOf(header: string): 'gzip' | 'identity' | UnsupportedEncodingError {
  const coding = header.trim().toLowerCase();
  if (coding === 'gzip' || coding === 'x-gzip') return 'gzip';
  return coding === 'identity' || coding === '' ? 'identity' : new UnsupportedEncodingError();
}

const CHUNK_BYTES = 64 * 1024;

/**
 * Inflates gzip, off the main thread and in chunks: whatever the bytes promise, no more than about `limit` bytes of
 * memory are taken, and inflating stops there.
 * @param limit the most bytes that may come out
 */
export function inflate(
  bytes: Buffer,
  limit: number,
  done: (error: RequestMalformedError | RequestTooLargeError | null, inflated?: Buffer) => void,
): void {
  const options = {
    chunkSize: Math.min(CHUNK_BYTES, limit),
    maxOutputLength: limit,
    // A stream that is cut off is an error, not a shorter body.
    finishFlush: constants.Z_FINISH,
  };
  gunzip(bytes, options, (error: NodeJS.ErrnoException | null, inflated) => {
    if (!error) done(null, inflated);
    else if (error.code === 'ERR_BUFFER_TOO_LARGE') {
      done(new RequestTooLargeError(`the inflated body has more than ${limit} bytes`));
    } else done(new RequestMalformedError(`the body is not gzip: ${error.message}`));
  });
}
