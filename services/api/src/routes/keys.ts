import { createKey } from '@hopline/postgres/keys/create-key';
import { listKeys } from '@hopline/postgres/keys/list-keys';
import { type MakingRefusal, refuseMaking } from '@hopline/postgres/keys/refuse-making';
import { revokeKey } from '@hopline/postgres/keys/revoke-key';
import { type RotationRefusal, refuseRotation, rotateKey } from '@hopline/postgres/keys/rotate-key';
import type { ListedKey, Scope } from '@hopline/postgres/keys/stored-key';
import type { Pool } from '@hopline/postgres/pool';
import type { Logger } from '@hopline/telemetry/logger';
import type { FastifyRequest } from 'fastify';
import { formatApiKey } from '../auth/api-key.ts';
import { actorOf, organizationOf } from '../auth/authenticate.ts';
import {
  CreateKeyRequest,
  DEFAULT_OVERLAP_SECONDS,
  DEFAULT_PAGE,
  KeyOwnerQuery,
  KeyParams,
  ListKeysQuery,
  MAX_KEYS,
  RotateKeyRequest,
} from '../auth/key-request.ts';
import { makeKey } from '../auth/make-key.ts';
import { SCOPES, scopeBeyond } from '../auth/scopes.ts';
import {
  type ApiError,
  KeyExpiringError,
  KeyRefusedError,
  RequestInvalidError,
  ScopeMissingError,
} from '../errors.ts';
import { fromDatabase } from '../http/from-database.ts';
import { traceIdOfRequest } from '../http/observe.ts';
import type { TypedApp } from '../http/typed-app.ts';
import {
  createKeyOperation,
  listKeysOperation,
  revokeKeyOperation,
  rotateKeyOperation,
} from '../openapi/keys.ts';
import {
  KeyLastManagerError,
  KeyLimitError,
  KeyNotFoundError,
  OrganizationNotFoundError,
} from '../resource-errors.ts';

export interface KeyRouteDeps {
  readonly pool: Pool;
  readonly log: Logger;
}

/**
 * An organization's keys. Stands behind requireApiKeyOrAdmin: the admin token names the organization in
 * `organization_id`, a key speaks for its own.
 */
export function keyRoutes(app: TypedApp, { pool, log }: KeyRouteDeps): void {
  const config = { scope: 'manage' } as const;

  function noteChange(request: FastifyRequest, organizationId: string, keyId: string, what: string): void {
    log.info(
      {
        org_id: organizationId,
        key_id: keyId,
        by: actorOf(request),
        trace_id: traceIdOfRequest(request),
      },
      what,
    );
  }

  app.post(
    '/api/keys',
    { schema: { querystring: KeyOwnerQuery, body: CreateKeyRequest, ...createKeyOperation }, config },
    async (request, reply) => {
      const organizationId = ownerOf(request, request.query.organization_id);
      const held = scopesOf(request);
      const { name = '', scopes = held } = request.body;
      const beyond = scopeBeyond(scopes, held);
      if (beyond !== undefined) throw new ScopeMissingError(beyond);
      const making = { organizationId, makerId: request.caller?.keyId, limit: MAX_KEYS };
      // Without the organization's lock first, as in revokeKey; createKey decides once more.
      const refusal = await fromDatabase(refuseMaking(pool, making));
      if (refusal) throw makingError(refusal);
      const { apiKey, stored } = makeKey();
      const created = await fromDatabase(createKey(pool, making, { ...stored, name, scopes }));
      if (created.kind !== 'created') throw makingError(created);
      noteChange(request, organizationId, stored.id, 'key.created');
      reply.code(201).header('cache-control', 'no-store');
      // The only time that the key is seen.
      return { ...printKey(created.key), api_key: formatApiKey(apiKey) };
    },
  );

  app.post(
    '/api/keys/rotate',
    {
      schema: { querystring: KeyOwnerQuery, body: RotateKeyRequest, ...rotateKeyOperation },
      config,
      // All of its members may be left out, and so may the body.
      preValidation: (request, _reply, done) => {
        request.body ??= {};
        done();
      },
    },
    async (request, reply) => {
      const organizationId = ownerOf(request, request.query.organization_id);
      const { key_id: keyId = request.caller?.keyId, overlap_seconds: overlapSeconds } = request.body;
      if (keyId === undefined) throw new RequestInvalidError('/key_id', 'is required with the admin token');
      const rotation = {
        organizationId,
        makerId: request.caller?.keyId,
        keyId,
        overlapSeconds: overlapSeconds ?? DEFAULT_OVERLAP_SECONDS,
        withinScopes: scopesOf(request),
        limit: MAX_KEYS,
      };
      const refusal = await fromDatabase(refuseRotation(pool, rotation));
      if (refusal) throw rotationError(refusal, rotation.withinScopes);
      const { apiKey, stored } = makeKey();
      const rotated = await fromDatabase(rotateKey(pool, rotation, stored));
      if (rotated.kind !== 'rotated') throw rotationError(rotated, rotation.withinScopes);
      noteChange(request, organizationId, keyId, 'key.rotated');
      reply.code(201).header('cache-control', 'no-store');
      return {
        ...printKey(rotated.successor),
        api_key: formatApiKey(apiKey),
        replaces: { id: keyId, expires_at: rotated.expiresAt },
      };
    },
  );

  app.get(
    '/api/keys',
    { schema: { querystring: ListKeysQuery, ...listKeysOperation }, config },
    async (request) => {
      const { organization_id: asked, limit: given, cursor } = request.query;
      const organizationId = ownerOf(request, asked);
      const limit = given === undefined ? DEFAULT_PAGE : Number(given);
      const found = await fromDatabase(listKeys(pool, organizationId, { limit: limit + 1, after: cursor }));
      const keys = found.slice(0, limit);
      return {
        keys: keys.map(printKey),
        next_cursor: found.length > limit ? (keys.at(-1)?.id ?? null) : null,
      };
    },
  );

  app.delete(
    '/api/keys/:id',
    { schema: { params: KeyParams, querystring: KeyOwnerQuery, ...revokeKeyOperation }, config },
    async (request, reply) => {
      const organizationId = ownerOf(request, request.query.organization_id);
      const { id } = request.params;
      // The admin may shut an organization out.
      const revoked = await fromDatabase(
        revokeKey(pool, organizationId, id, { keepManager: !request.isAdmin }),
      );
      if (revoked === 'not-found') throw new KeyNotFoundError();
      if (revoked === 'last-manager') throw new KeyLastManagerError();
      noteChange(request, organizationId, id, 'key.revoked');
      reply.code(204);
    },
  );
}

function makingError({ kind }: MakingRefusal): ApiError {
  switch (kind) {
    case 'no-organization':
      return new OrganizationNotFoundError();
    case 'maker-gone':
      return new KeyRefusedError();
    case 'maker-ends':
      return new KeyExpiringError();
    case 'limit':
      return new KeyLimitError(MAX_KEYS);
  }
}

function rotationError(refusal: RotationRefusal, withinScopes: readonly Scope[]): ApiError {
  if (refusal.kind === 'not-found') return new KeyNotFoundError();
  if (refusal.kind === 'beyond-scopes') {
    return new ScopeMissingError(scopeBeyond(SCOPES, withinScopes) ?? 'manage');
  }
  return makingError(refusal);
}

/** Whose keys a request is about. */
function ownerOf(request: FastifyRequest, asked: string | undefined): string {
  if (request.isAdmin) {
    if (asked === undefined) {
      throw new RequestInvalidError('/organization_id', 'is required with the admin token');
    }
    return asked;
  }
  const own = organizationOf(request);
  if (asked !== undefined && asked !== own) {
    throw new RequestInvalidError('/organization_id', 'is for the admin token');
  }
  return own;
}

/** What the caller may pass on. */
function scopesOf(request: FastifyRequest): readonly Scope[] {
  if (request.isAdmin) return SCOPES;
  return SCOPES.filter((scope) => request.caller?.scopes.includes(scope));
}

function printKey(key: ListedKey): object {
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes,
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
  };
}
