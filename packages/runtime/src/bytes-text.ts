import { isUtf8 } from 'node:buffer';

/** Bytes as text where they are UTF-8, and as `base64:…` where they are not. */
export function bytesAsText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : `base64:${bytes.toString('base64')}`;
}
