import { CopyText } from '../parts/copy-text.tsx';

interface SecretOnceProps {
  readonly secret: string | null;
  readonly publicKey: string | null;
}

/** A secret that is seen this once. */
export function SecretOnce({ secret, publicKey }: SecretOnceProps) {
  if (secret === null) {
    return (
      <p>
        Receivers verify with the public key{' '}
        {publicKey !== null && <CopyText text={publicKey} what="the public key" />}, which is not secret and
        stays to be seen.
      </p>
    );
  }
  return (
    <div className="notice">
      <p className="notice-title">The secret is shown only now</p>
      <p>
        <CopyText text={secret} what="the secret" />
      </p>
      <p>Put it where your receiver verifies signatures.</p>
    </div>
  );
}
