import { useTraceUrl } from '../auth/use-session.ts';
import { traceLink } from '../format/trace-link.ts';
import { CopyText } from './copy-text.tsx';

/** A trace's id, to be taken elsewhere, with a link to the trace where there is one. */
export function TraceId({ id }: { readonly id: string }) {
  const link = traceLink(useTraceUrl(), id);
  return (
    <>
      <CopyText text={id} what="the trace id" />
      {link !== undefined && (
        <>
          {' '}
          <a href={link} target="_blank" rel="noopener noreferrer">
            Open the trace
          </a>
        </>
      )}
    </>
  );
}
