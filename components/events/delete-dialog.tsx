'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { EventWire } from '@/lib/events/schemas';
import { useDeleteEvent } from './mutations';

/** Asks before an event is deleted: it cannot be taken back. */
export function DeleteDialog(props: { event: EventWire; onClose: () => void; onDeleted: () => void }) {
  const { event, onClose, onDeleted } = props;
  const remove = useDeleteEvent(event);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delete this event?"
      description="It goes with its changelog and comments. Events that follow from it stay and lose the link. This cannot be taken back."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            variant="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: onDeleted })}
          >
            Delete
          </Button>
        </>
      }
    >
      <p className="font-medium wrap-anywhere">{event.title}</p>
      {remove.isError && (
        <p role="alert" className="mt-2 text-danger-fg">
          {remove.error.status === 412
            ? 'It was not deleted: somebody changed it a moment ago. Close this, look again, and delete it if you still want to.'
            : `It was not deleted: ${remove.error.message}`}
        </p>
      )}
    </Dialog>
  );
}
