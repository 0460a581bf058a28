import type {
  CreateKeyAnswer,
  CreateKeyBody,
  ListKeysAnswer,
  RotateKeyAnswer,
  RotateKeyBody,
} from '../api/generated.ts';
import type { CallOptions, Transport } from '../http/transport.ts';
import { eachItem } from './pages.ts';

/** An API key, without what must be kept secret of it. */
export type ApiKey = ListKeysAnswer['keys'][number];

export interface KeyListOptions {
  /** Keys a page, 1 to 200. */
  readonly limit?: number | undefined;
  /** Where to begin: the `nextCursor` of a page. */
  readonly cursor?: string | undefined;
}

/** The API keys of the organization. */
export class Keys {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes a further key, which is shown only now. */
  create(key: CreateKeyBody = {}, { signal }: CallOptions = {}): Promise<CreateKeyAnswer> {
    return this.#transport.ask('createKey', { body: key, signal });
  }

  /** Replaces a key, without `keyId` the one of this client, which then needs to be made anew with the successor. */
  rotate(rotation: RotateKeyBody = {}, { signal }: CallOptions = {}): Promise<RotateKeyAnswer> {
    return this.#transport.ask('rotateKey', { body: rotation, signal });
  }

  /** The keys, newest first, revoked and expired ones too. */
  list(options: KeyListOptions = {}, { signal }: CallOptions = {}): AsyncGenerator<ApiKey, void, undefined> {
    return eachItem(async (cursor) => {
      const query = { limit: options.limit, cursor };
      const { keys, nextCursor } = await this.#transport.ask('listKeys', { query, signal });
      return { items: keys, nextCursor };
    }, options.cursor);
  }

  /** Ends a key for ever. */
  async revoke(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#transport.ask('revokeKey', { id, signal });
  }
}
