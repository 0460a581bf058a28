import type { CreatePortalSessionAnswer, CreatePortalSessionBody } from '../api/generated.ts';
import type { CallOptions, Transport } from '../http/transport.ts';

/** A link to the console, and the token that it carries. */
export type PortalSession = CreatePortalSessionAnswer;
export type PortalSessionInput = CreatePortalSessionBody;

/** Links to the console, for your own customers. */
export class PortalSessions {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes one, for this organization alone and without its keys. One more does no harm: each ends by itself. */
  create(session: PortalSessionInput = {}, { signal }: CallOptions = {}): Promise<PortalSession> {
    return this.#transport.ask('createPortalSession', { body: session, signal, isRepeatable: true });
  }
}
