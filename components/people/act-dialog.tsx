'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { announce } from '@/components/frame/live-region';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
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
  const link = run.data;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={act.title(person.name)}
      width={link ? 'md' : 'sm'}
      footer={
        link ? (
          <Button variant="primary" onClick={onClose}>
            I have the link
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant={act.danger ? 'danger' : 'primary'}
              busy={run.isPending}
              onClick={() => run.mutate()}
            >
              {act.button}
            </Button>
          </>
        )
      }
    >
      {link ? <OneTimeLink link={link} name={person.name} /> : <p>{act.text}</p>}
      {run.isError && (
        <p role="alert" className="mt-3 text-danger-fg">
          {run.error.message}
        </p>
      )}
    </Dialog>
  );
}
