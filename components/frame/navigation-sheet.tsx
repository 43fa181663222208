'use client';

import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useContext } from 'react';
import { IconButton } from '@/components/ui/button';
import { ModalNoticeContext } from '@/components/ui/modal-notice';
import { Brand, NavigationList } from './rail';

/** The rail as a sheet, for phones. */
export function NavigationSheet({ onClose }: { onClose: () => void }) {
  const notice = useContext(ModalNoticeContext);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="enter-fade fixed inset-0 z-overlay bg-scrim" />
        <Dialog.Content
          aria-modal="true"
          aria-describedby={undefined}
          className="enter-left fixed inset-y-0 left-0 z-overlay flex w-72 max-w-[85vw] flex-col border-r border-line-strong bg-surface-1 outline-none"
        >
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          <div className="flex h-bar shrink-0 items-center justify-between pr-2 pl-4">
            <Brand labelled />
            <Dialog.Close asChild>
              <IconButton label="Close navigation">
                <X size={16} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          {notice}
          <NavigationList collapsed={false} onNavigate={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
