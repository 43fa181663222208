'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
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
    <ConfirmDialog
      title={`Delete ${entry.name} from the catalog?`}
      description="It is marked gone and leaves the lists. Its events stay, and so does what was said of it."
      action="Delete"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
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
    </ConfirmDialog>
  );
}
