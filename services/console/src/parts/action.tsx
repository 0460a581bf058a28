import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';

export interface ActionProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** The one thing that a page is for, or one that cannot be taken back. */
  readonly tone?: 'main' | 'danger' | 'plain';
  readonly isPending?: boolean;
  readonly isDisabled?: boolean;
  readonly type?: 'button' | 'submit';
  /** For a button that shows and hides something. */
  readonly isExpanded?: boolean;
  /** For a button whose text says too little by itself. */
  readonly label?: string;
}

/** A button. While it is pending it says so, and cannot be pressed again. */
export function Action({
  children,
  onPress,
  tone = 'plain',
  isPending = false,
  isDisabled = false,
  type = 'button',
  isExpanded,
  label,
}: ActionProps) {
  return (
    <Button
      className={`action action-${tone}`}
      type={type}
      isPending={isPending}
      isDisabled={isDisabled}
      {...(onPress ? { onPress } : {})}
      {...(isExpanded === undefined ? {} : { 'aria-expanded': isExpanded })}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {isPending ? <span>Working …</span> : children}
    </Button>
  );
}
