'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldProblem, wholeProblem } from '@/components/sign-in/problems';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { peopleKeys, updatePerson } from '@/lib/people/queries';
import type { PersonWire } from '@/lib/people/schemas';
import { NameField, RoleFields, type RoleValues } from './role-fields';

/** Changes what somebody may do. */
export function EditDialog({ person, onClose }: { person: PersonWire; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(person.name);
  const [values, setValues] = useState<RoleValues>({ role: person.role, grants: person.grants });
  const change = useMutation<PersonWire, AnswerError>({
    mutationFn: () =>
      updatePerson(person, {
        name,
        role: values.role,
        grants: values.role === 'admin' ? [] : [...values.grants],
      }),
    onSuccess: (saved) => {
      toast({ title: `${saved.name} is changed`, text: 'It is effective everywhere within a second.' });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: peopleKeys.all }),
  });
  const faster = change.error?.status === 412;
  const problem = faster
    ? `Somebody has changed ${person.name} while you looked at this. Close it and look again; nothing of theirs was overwritten.`
    : wholeProblem(change.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`What ${person.name} may do`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="edit-person"
            variant="primary"
            busy={change.isPending}
            disabled={faster}
          >
            Save
          </Button>
        </>
      }
    >
      <form id="edit-person" onSubmit={submit} className="flex flex-col gap-4">
        {problem && (
          <p role="alert" className="text-danger-fg">
            {problem}
          </p>
        )}
        <NameField value={name} error={fieldProblem(change.error, '/name', 'The name')} onChange={setName} />
        <RoleFields
          values={values}
          errors={{ grants: fieldProblem(change.error, '/grants', 'The list') }}
          onChange={(changes) => setValues({ ...values, ...changes })}
        />
      </form>
    </Dialog>
  );
}
