import type {
  CreateEndpointAnswer,
  CreateEndpointBody,
  GetEndpointAnswer,
  GetEndpointHealthAnswer,
  RotateSecretAnswer,
  RotateSecretBody,
  UpdateEndpointBody,
} from '../api/generated.ts';
import type { CallOptions, Transport } from '../http/transport.ts';

/** Where events are posted. */
export type Endpoint = GetEndpointAnswer;
/** An endpoint with its secret, which is shown only now. */
export type NewEndpoint = CreateEndpointAnswer;
/** What an endpoint is at, and how it has answered in the last hour and day. */
export type RecentHealth = GetEndpointHealthAnswer;
export type EndpointInput = CreateEndpointBody;
/** What is not named stays. */
export type EndpointChanges = UpdateEndpointBody;

/** The endpoints of the organization. */
export class Endpoints {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Makes an endpoint. Not sent again by itself when it is unknown whether it was made: list them first. */
  create(endpoint: EndpointInput, { signal }: CallOptions = {}): Promise<NewEndpoint> {
    return this.#transport.ask('createEndpoint', { body: endpoint, signal });
  }

  /** All of them; there are at most 50. */
  async list({ signal }: CallOptions = {}): Promise<readonly Endpoint[]> {
    return (await this.#transport.ask('listEndpoints', { signal })).endpoints;
  }

  get(id: string, { signal }: CallOptions = {}): Promise<Endpoint> {
    return this.#transport.ask('getEndpoint', { id, signal });
  }

  /** What it is at, and how it has answered in the last hour and day. */
  health(id: string, { signal }: CallOptions = {}): Promise<RecentHealth> {
    return this.#transport.ask('getEndpointHealth', { id, signal });
  }

  update(id: string, changes: EndpointChanges, { signal }: CallOptions = {}): Promise<Endpoint> {
    return this.#transport.ask('updateEndpoint', { id, body: changes, signal });
  }

  /** What waits for it is cancelled. */
  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    await this.#transport.ask('deleteEndpoint', { id, signal });
  }

  /** Its deliveries go on being made, and wait. */
  pause(id: string, options: CallOptions = {}): Promise<Endpoint> {
    return this.update(id, { paused: true }, options);
  }

  /** What waited goes out. */
  resume(id: string, options: CallOptions = {}): Promise<Endpoint> {
    return this.update(id, { paused: false }, options);
  }

  /** Of one that was disabled because it failed for days, or answered 410: it gets the events that are stored from now on. */
  enable(id: string, options: CallOptions = {}): Promise<Endpoint> {
    return this.update(id, { disabled: false }, options);
  }

  /**
   * Replaces its secret. The one of before signs beside it for `overlapSeconds`, a day without it. Not sent again by itself
   * when it is unknown whether it was done: a rotation more does no harm, but the secret that got lost signs as well.
   */
  rotateSecret(
    id: string,
    rotation: RotateSecretBody = {},
    { signal }: CallOptions = {},
  ): Promise<RotateSecretAnswer> {
    return this.#transport.ask('rotateSecret', { id, body: rotation, signal });
  }

  /**
   * Sends it a test event.
   * @returns the event's id
   */
  async test(id: string, { signal }: CallOptions = {}): Promise<string> {
    return (await this.#transport.ask('testEndpoint', { id, signal })).id;
  }
}
