'use client';

import type { ComponentProps } from 'react';
import { useRefusal } from './refusal';

/**
 * A `<button>` that knows whether whoever looks may press it. Where they may not, it can still be reached, says why, and does nothing:
 * neither does a menu that hangs on it, nor the form that it would send.
 */
export function Pressable(props: ComponentProps<'button'>) {
  const refusal = useRefusal();
  if (!refusal) return <button {...props} />;
  const { className, children, ref, type = 'button', 'aria-label': label } = props;
  return (
    <button
      ref={ref}
      type={type}
      className={className}
      aria-label={label}
      aria-haspopup={props['aria-haspopup']}
      aria-disabled
      aria-description={refusal.reason}
      data-tip={refusal.reason}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        refusal.tell();
      }}
    >
      {children}
    </button>
  );
}
