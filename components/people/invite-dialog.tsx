'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { fieldProblem, wholeProblem } from '@/components/sign-in/problems';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { AnswerError } from '@/lib/http/client';
import { invitePerson, peopleKeys } from '@/lib/people/queries';
import type { NewPersonWire } from '@/lib/people/schemas';
import { OneTimeLink } from './one-time-link';
import { NameField, RoleFields, type RoleValues } from './role-fields';

/** Invites somebody, then shows the link to hand over. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [values, setValues] = useState<RoleValues>({ role: 'responder', grants: [] });
  const invite = useMutation<NewPersonWire, AnswerError>({
    mutationFn: () =>
      invitePerson({
        name,
        email,
        role: values.role,
        grants: values.role === 'admin' ? [] : [...values.grants],
      }),
    onSettled: () => client.invalidateQueries({ queryKey: peopleKeys.list }),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    invite.mutate();
  }

  if (invite.isSuccess)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`${invite.data.person.name} is invited`}
        footer={
          <Button variant="primary" onClick={onClose}>
            I have the link
          </Button>
        }
      >
        <OneTimeLink link={invite.data.link} name={invite.data.person.name} />
      </Dialog>
    );
  const problem = wholeProblem(invite.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Invite somebody"
      description="You get a link to hand over. Whoever signs in through a provider with this address needs none."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="invite" variant="primary" busy={invite.isPending}>
            Invite
          </Button>
        </>
      }
    >
      <form id="invite" onSubmit={submit} className="flex flex-col gap-4">
        {problem && (
          <p role="alert" className="text-danger-fg">
            {problem}
          </p>
        )}
        <NameField value={name} error={fieldProblem(invite.error, '/name', 'The name')} onChange={setName} />
        <Field label="E-mail" required error={fieldProblem(invite.error, '/email', 'The address')}>
          <Input
            type="text"
            inputMode="email"
            required
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <RoleFields
          values={values}
          errors={{ grants: fieldProblem(invite.error, '/grants', 'The list') }}
          onChange={(changes) => setValues({ ...values, ...changes })}
        />
      </form>
    </Dialog>
  );
}
