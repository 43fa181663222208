'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type AnswerError, ask } from '@/lib/http/client';
import { Notice } from './notice';

/** Address and password. What was typed stays when it was not right. */
export function SignInForm({ next, problem }: { next: string; problem: string | null }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation<unknown, AnswerError>({
    mutationFn: () => ask('/api/v2/sign-in', { method: 'POST', body: { email, password } }),
    // A whole new page: nothing that was read before belongs to whoever is signed in now.
    onSuccess: () => window.location.assign(next),
  });
  const said = signIn.isError ? signIn.error.message : signIn.isIdle ? problem : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    signIn.mutate();
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {said && <Notice>{said}</Notice>}
      <Field label="E-mail" required>
        <Input
          name="email"
          // Not of the type email: browsers would refuse what the server takes.
          type="text"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Password" required>
        <Input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="primary" busy={signIn.isPending || signIn.isSuccess}>
        Sign in
      </Button>
    </form>
  );
}
