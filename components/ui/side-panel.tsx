'use client';

import { X } from 'lucide-react';
import { type ReactNode, useContext, useEffect, useId, useRef } from 'react';
import { useKeys } from '@/components/frame/keys';
import { useUrlState } from '@/components/frame/use-url-state';
import { IconButton } from './button';
import { cn } from './cn';
import { ModalNoticeContext } from './modal-notice';

type SidePanelProps = {
  title: ReactNode;
  /** Small print above the title: what sort of thing this is. */
  eyebrow?: ReactNode;
  /** The parameters of the address that keep it open; closing removes them. */
  params: readonly string[];
  /** Instead of removing `params`. */
  onClose?: () => void;
  /** Buttons beside the close button, such as "open as a page". */
  actions?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
};

/**
 * One thing in detail beside the list it comes from: on the right, over the whole screen on phones. It is rendered
 * where it stands, so a copied address shows it at the first paint. It takes the focus when opened by a person, gives
 * it back when closed, and Esc closes it. The page beside it stays usable.
 */
export function SidePanel(props: SidePanelProps) {
  const { title, eyebrow, params, onClose, actions, children, footer, className } = props;
  const { setUrl } = useUrlState();
  const panel = useRef<HTMLElement>(null);
  const heading = useId();
  const notice = useContext(ModalNoticeContext);

  const close = () => {
    if (onClose) onClose();
    else setUrl(Object.fromEntries(params.map((name) => [name, null])));
  };
  useKeys('Panel', { escape: { label: 'Close the panel', run: close } }, { level: 'panel' });

  // The outside system: focus. Someone who followed a link has focused nothing yet, and keeps the page's own start.
  useEffect(() => {
    const opener = document.activeElement;
    const own = panel.current;
    if (!(opener instanceof HTMLElement) || opener === document.body) return;
    own?.focus({ preventScroll: true });
    return () => {
      const focused = document.activeElement;
      const left = focused === null || focused === document.body || own?.contains(focused);
      if (left && opener.isConnected) opener.focus({ preventScroll: true });
    };
  }, []);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={heading}
      data-side-panel
      className={cn(
        'enter-side fixed inset-0 z-side flex flex-col overscroll-contain border-line-strong bg-surface-1 outline-none max-sm:z-overlay sm:top-bar sm:left-auto sm:w-[min(var(--panel-width),100vw)] sm:border-l print:static print:w-full',
        className,
      )}
    >
      <header className="flex shrink-0 items-start gap-2 border-b border-line py-2.5 pr-2 pl-4">
        <div className="min-w-0 flex-1 py-1">
          {eyebrow && <div className="mb-1 flex items-center gap-2 text-xs text-fg-muted">{eyebrow}</div>}
          <h2 id={heading} className="text-md font-semibold wrap-anywhere">
            {title}
          </h2>
        </div>
        <div className="flex shrink-0 items-center gap-0.5" data-print="hide">
          {actions}
          <IconButton label="Close" keys="escape" size="sm" onClick={close}>
            <X size={15} aria-hidden />
          </IconButton>
        </div>
      </header>
      {notice}
      <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      {footer && (
        <footer className="flex shrink-0 flex-wrap gap-2 border-t border-line px-4 py-3" data-print="hide">
          {footer}
        </footer>
      )}
    </aside>
  );
}
