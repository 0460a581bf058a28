import { CopyText } from '../parts/copy-text.tsx';

/** A key that is seen this once. */
export function KeyOnce({ apiKey }: { readonly apiKey: string }) {
  return (
    <div className="notice">
      <p className="notice-title">The key is shown only now</p>
      <p>
        <CopyText text={apiKey} what="the key" />
      </p>
      <p>Put it where secrets are kept. Whoever has it may do what its scopes say.</p>
    </div>
  );
}
