import type { ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Action } from './action.tsx';
import { ProblemNotice } from './problem-notice.tsx';

interface AskProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** What the button that does it says; without it there is only one that closes. */
  readonly doIt?: string;
  readonly onDo?: () => void;
  readonly isPending?: boolean;
  /** It cannot be done as it stands. */
  readonly isDisabled?: boolean;
  readonly tone?: 'main' | 'danger';
  readonly error?: unknown;
}

/** A question before something is done, or something to be read once. */
export function Ask({
  isOpen,
  onClose,
  title,
  children,
  doIt,
  onDo,
  isPending = false,
  isDisabled = false,
  tone = 'main',
  error,
}: AskProps) {
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{title}</Heading>
          {children}
          {error !== undefined && error !== null && <ProblemNotice error={error} />}
          <div className="actions">
            <Action onPress={onClose}>{doIt === undefined ? 'Close' : 'Cancel'}</Action>
            {doIt !== undefined && onDo && (
              <Action tone={tone} isPending={isPending} isDisabled={isDisabled} onPress={onDo}>
                {doIt}
              </Action>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
