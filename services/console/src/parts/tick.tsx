import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';

interface TickProps {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly children: ReactNode;
}

/** Yes or no. */
export function Tick({ isSelected, onChange, children }: TickProps) {
  return (
    <Checkbox className="tick" isSelected={isSelected} onChange={onChange}>
      {({ isSelected: isOn }) => (
        <>
          <span className="tick-box" aria-hidden="true">
            {isOn ? '✓' : ''}
          </span>
          {children}
        </>
      )}
    </Checkbox>
  );
}
