'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import { catalogKeys, deleteEntry } from '@/lib/catalog/queries';
import type { EntryWire } from '@/lib/catalog/schemas';
import type { AnswerError } from '@/lib/http/client';
import { counted } from './labels';

/** Asks before a service is deleted, and says what that means for the ones around it. */
export function DeleteDialog({ entry, onClose }: { entry: EntryWire; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteEntry(entry.name, entry.revision),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: catalogKeys.all });
      toast({ title: `${entry.name} is marked gone`, text: 'It can be brought back from this page.' });
      onClose();
    },
    onError: (error) => {
      if (error.status === 412) void client.invalidateQueries({ queryKey: catalogKeys.entry(entry.name) });
    },
  });
  const { dependents } = entry;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${entry.name} from the catalog?`}
      description="It is marked gone and leaves the lists. Its events stay, and so does what was said of it."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </>
      }
    >
      {dependents.length > 0 ? (
        <p>
          {counted(dependents.length, 'service')} still {dependents.length === 1 ? 'depends' : 'depend'} on
          it: <strong className="font-medium wrap-anywhere">{dependents.slice(0, 5).join(', ')}</strong>
          {dependents.length > 5 && ` and ${dependents.length - 5} more`}.
        </p>
      ) : (
        <p>Nothing depends on it.</p>
      )}
      <p className="mt-2 text-fg-muted">If an event names it again, it comes back as discovered.</p>
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
