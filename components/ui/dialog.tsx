'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useContext, useEffect, useRef } from 'react';
import { IconButton } from './button';
import { cn } from './cn';
import { ModalNoticeContext } from './modal-notice';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title; read out with it. */
  description?: string;
  children: ReactNode;
  /** The buttons at its foot. */
  footer?: ReactNode;
  /** What it asks for is on its way: it stays until there is an answer, which it then shows. */
  busy?: boolean;
  /** Wider for forms with two columns. */
  width?: 'sm' | 'md' | 'lg';
  className?: string;
};

const widths = { sm: 'sm:max-w-sm', md: 'sm:max-w-lg', lg: 'sm:max-w-3xl' };

/** Where typing starts: the field that says so, else the first one; without any the dialog itself is focused. */
const firstField =
  '[data-autofocus], input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)';

/**
 * A question or a form that must be answered before going on. Focus is kept inside and comes back; Esc closes.
 * Full screen on phones.
 */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, busy, width = 'md', className } = props;
  const content = useRef<HTMLDivElement>(null);
  const notice = useContext(ModalNoticeContext);

  // The outside system: focus. The button that was pressed lost it while it was busy.
  useEffect(() => {
    if (busy === false && document.activeElement === document.body) content.current?.focus();
  }, [busy]);

  return (
    <Radix.Root open={open} onOpenChange={(to) => (to || !busy) && onOpenChange(to)}>
      <Radix.Portal>
        <Radix.Overlay className="enter-fade fixed inset-0 z-overlay bg-scrim" />
        <Radix.Content
          ref={content}
          aria-modal="true"
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            const first = content.current?.querySelector<HTMLElement>(firstField);
            (first ?? content.current)?.focus();
          }}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'enter-fade fixed inset-0 z-overlay flex flex-col bg-surface-1 outline-none sm:inset-x-4 sm:top-[10dvh] sm:bottom-auto sm:mx-auto sm:max-h-[80dvh] sm:rounded-lg sm:border sm:border-line-strong sm:shadow-overlay',
            widths[width],
            className,
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-md font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-0.5 text-fg-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="sm" keys="escape" disabled={busy}>
                <X size={15} aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {notice}
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
