'use client';

import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { EventWire } from '@/lib/events/schemas';
import { useDeleteEvent } from './mutations';

/** Asks before an event is deleted: it cannot be taken back. */
export function DeleteDialog(props: { event: EventWire; onClose: () => void; onDeleted: () => void }) {
  const { event, onClose, onDeleted } = props;
  const remove = useDeleteEvent(event);
  return (
    <ConfirmDialog
      title="Delete this event?"
      description="It goes with its changelog and comments. Events that follow from it stay and lose the link. This cannot be taken back."
      action="Delete"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
      onClose={onClose}
    >
      <p className="font-medium wrap-anywhere">{event.title}</p>
    </ConfirmDialog>
  );
}
