'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import type { AnswerError } from '@/lib/http/client';
import { Button } from './button';
import { Dialog } from './dialog';

type ConfirmDialogProps = {
  title: string;
  /** One sentence under the title; read out with it. */
  description?: string;
  /** What happens, and what stays. A field in it has the focus first. */
  children: ReactNode;
  /** What is done: the words on its button. */
  action: string;
  /** The way back. */
  keep?: string;
  /** For what takes nothing away. */
  harmless?: boolean;
  /** It is on its way: the dialog stays until there is an answer. */
  busy: boolean;
  /** Why it was not done. */
  error: AnswerError | null;
  /** How that begins: `It was not deleted.` */
  undone: string;
  /** What came of it, in place of the question until it is closed: a link, say, that nobody can read again. */
  outcome?: { content: ReactNode; close: string } | null;
  onConfirm: () => void;
  onClose: () => void;
};

/**
 * Asks before something is done that cannot be taken back, or that others notice. The focus begins on the way back; it closes when
 * whoever asked closes it, after the answer. Who was slower than somebody else is not offered the action a second time: they have to look
 * at what it is about first.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, children, action, keep = 'Keep it', harmless, busy, error, undone } = props;
  const { outcome, onConfirm, onClose } = props;
  const back = useRef<HTMLButtonElement>(null);
  const isStale = error?.status === 412;

  // The outside system: focus. The button that was pressed lost it while it was busy.
  useEffect(() => {
    if (error) back.current?.focus();
  }, [error]);

  return (
    <Dialog
      open
      busy={busy}
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      width={outcome ? 'md' : 'sm'}
      footer={
        outcome ? (
          <Button variant="primary" onClick={onClose}>
            {outcome.close}
          </Button>
        ) : (
          <>
            <Button ref={back} data-autofocus disabled={busy} onClick={onClose}>
              {isStale ? 'Look again' : keep}
            </Button>
            {!isStale && (
              <Button variant={harmless ? 'primary' : 'danger'} busy={busy} onClick={onConfirm}>
                {action}
              </Button>
            )}
          </>
        )
      }
    >
      {outcome ? outcome.content : children}
      {error && (
        <p role="alert" className="mt-3 wrap-anywhere text-danger-fg">
          {undone}{' '}
          {isStale
            ? 'Somebody has changed it while you looked at it, and nothing of theirs was overwritten.'
            : error.message}
        </p>
      )}
    </Dialog>
  );
}
