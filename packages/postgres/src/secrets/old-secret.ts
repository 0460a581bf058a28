import type { SignatureVersion } from '@hopline/wire/signing-secret';

/** A secret that was replaced and signs beside its successors until it ends. */
export interface OldSecret {
  /** Sealed. */
  readonly secret: string;
  readonly version: SignatureVersion;
  /** `whpk_…`, of an ed25519 key. */
  readonly publicKey: string | null;
  /** When it ends, milliseconds since the epoch. */
  readonly until: number;
}
