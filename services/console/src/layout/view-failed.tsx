import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../parts/page.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { isServed } from './load-view.ts';

/** A view that could not be loaded, as after a new release, or that has a defect. */
export function ViewFailed({ error }: ErrorComponentProps): ReactNode {
  return (
    <Page title="This view could not be shown">
      <ProblemNotice error={error} onRetry={() => void loadAgain()} />
    </Page>
  );
}

/** Not while nothing answers: this page still says what is wrong, the browser's own would not. */
async function loadAgain(): Promise<void> {
  if (await isServed()) window.location.reload();
}
