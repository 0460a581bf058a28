import type { Exchange } from './kafkajs-internals.ts';
import { WireReader } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

/** Which request, in which version. */
export interface WireApi {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
}

/**
 * A request in a version that is not flexible, and how to read its answer: for requests that are made now and then. Its
 * body is first measured, then written.
 */
export function wireExchange<T>(
  api: WireApi,
  write: (out: WireWriter) => void,
  read: (reader: WireReader) => T,
): Exchange<T> {
  return {
    request: { ...api, encode: async () => encode(write) },
    decode: (payload) => read(new WireReader(payload)),
  };
}

function encode(write: (out: WireWriter) => void) {
  for (let size = 1024; ; size *= 4) {
    const out = new WireWriter(size);
    try {
      write(out);
    } catch (error) {
      // What stands outside of a buffer says so; a string is cut off without a word, which the next byte finds out.
      if (error instanceof RangeError && size < MAX_BODY_BYTES) continue;
      throw error;
    }
    if (out.position >= size) continue;
    const body = out.bytes.subarray(0, out.position);
    return { buf: body, buffer: body, size: () => body.length };
  }
}

const MAX_BODY_BYTES = 16 * 1024 * 1024;
