'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMe } from '@/components/frame/permissions';
import { NewPassword } from '@/components/sign-in/new-password';
import { fieldProblem, wholeProblem } from '@/components/sign-in/problems';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { changePassword, peopleKeys } from '@/lib/people/queries';

/** One's own password. */
export function PasswordForm() {
  const me = useMe();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation<null, AnswerError>({
    mutationFn: () => changePassword({ current, new: next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      toast({ title: 'Your password is changed', text: 'All your other sessions are over.' });
      return client.invalidateQueries({ queryKey: peopleKeys.sessions });
    },
  });
  const problem = wholeProblem(change.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate();
  }

  return (
    <Panel title="Password" description="Changing it ends all your other sessions.">
      <form method="post" onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        <input type="text" name="email" autoComplete="username" value={me.email ?? ''} readOnly hidden />
        <Field label="Current password" required error={problem ?? undefined}>
          <Input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
        <NewPassword
          label="New password"
          value={next}
          own={[me.name, me.email]}
          error={fieldProblem(change.error, '/new', 'The password')}
          onChange={setNext}
        />
        <Button type="submit" className="self-start" busy={change.isPending}>
          Change the password
        </Button>
      </form>
    </Panel>
  );
}
