'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { announce } from '@/components/frame/live-region';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { AnswerError } from '@/lib/http/client';
import { peopleKeys } from '@/lib/people/queries';
import type { OneTimeLinkWire, PersonWire } from '@/lib/people/schemas';
import { type ActName, acts } from './acts';
import { OneTimeLink } from './one-time-link';

/** Asks before something is done about somebody, and shows the link that came of it. */
export function ActDialog({
  person,
  name,
  onClose,
}: {
  person: PersonWire;
  name: ActName;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const act = acts[name];
  const run = useMutation<OneTimeLinkWire | null, AnswerError>({
    mutationFn: () => act.run(person),
    onSuccess: (link) => {
      if (link) return;
      announce(`${act.label}: ${person.name}`);
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: peopleKeys.all }),
  });
  return (
    <ConfirmDialog
      title={act.title(person.name)}
      action={act.button}
      keep="Cancel"
      harmless={!act.danger}
      busy={run.isPending}
      error={run.error}
      undone="Nothing was changed."
      outcome={
        run.data && {
          content: <OneTimeLink link={run.data} name={person.name} />,
          close: 'I have the link',
        }
      }
      onConfirm={() => run.mutate()}
      onClose={onClose}
    >
      <p>{act.text}</p>
    </ConfirmDialog>
  );
}
