'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { type AnswerError, ask } from '@/lib/http/client';
import type { ProviderButton } from '@/lib/people/providers/list';
import type { LinkWire, SignedInWire } from '@/lib/people/schemas';
import { useLinkCode } from './code';
import { NewPassword } from './new-password';
import { Notice } from './notice';
import { fieldProblem, wholeProblem } from './problems';
import { ProviderButtons } from './provider-buttons';

/** Accepts an invitation or sets a new password, as the link says. */
export function JoinForm({ providers }: { providers: readonly ProviderButton[] }) {
  const code = useLinkCode();
  const link = useQuery<LinkWire, AnswerError>({
    queryKey: ['people', 'link', code],
    queryFn: ({ signal }) => ask('/api/v2/join/link', { method: 'POST', body: { code }, signal }),
    enabled: Boolean(code),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (code === '')
    return <p>The link of this page has a code behind it, and yours has none. Ask for the whole link.</p>;
  if (link.isError)
    return (
      <ErrorState
        compact
        title={link.error.status === 403 ? 'This link does not work' : 'The link could not be read'}
        text={
          link.error.status === 403
            ? 'It was used already, replaced by a newer one, or is too old. Ask an administrator for a new one.'
            : link.error.message
        }
        onRetry={link.error.status === 403 ? undefined : () => link.refetch()}
        retrying={link.isFetching}
      />
    );
  if (!link.data || !code)
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading</span>
        <Skeleton height="3rem" />
        <Skeleton height="3rem" />
        <Skeleton height="2rem" />
      </div>
    );
  return <PasswordForm code={code} link={link.data} providers={providers} />;
}

function PasswordForm({
  code,
  link,
  providers,
}: {
  code: string;
  link: LinkWire;
  providers: readonly ProviderButton[];
}) {
  const invited = link.purpose === 'invite';
  const [name, setName] = useState(link.name);
  const [password, setPassword] = useState('');
  const join = useMutation<SignedInWire, AnswerError>({
    mutationFn: () =>
      ask('/api/v2/join', { method: 'POST', body: { code, password, ...(invited ? { name } : {}) } }),
    onSuccess: () => window.location.assign('/'),
  });
  const problem = wholeProblem(join.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    join.mutate();
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <p className="wrap-anywhere">
        {invited ? 'You are invited as ' : 'A new password for '}
        <strong className="font-semibold">{link.email ?? link.name}</strong>
        {invited ? '.' : '. It ends all sessions that the old one began.'}
      </p>
      {problem && <Notice>{problem}</Notice>}
      {invited && (
        <Field label="Name" required error={fieldProblem(join.error, '/name', 'The name')}>
          <Input
            name="name"
            autoComplete="name"
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
      {/* Password managers keep it under this name. */}
      <input type="text" name="email" autoComplete="username" value={link.email ?? ''} readOnly hidden />
      <NewPassword
        value={password}
        own={[name, link.email]}
        error={fieldProblem(join.error, '/password', 'The password')}
        onChange={setPassword}
      />
      <Button type="submit" variant="primary" busy={join.isPending || join.isSuccess}>
        {invited ? 'Join' : 'Set the password'}
      </Button>
      {invited && providers.length > 0 && (
        <>
          <p className="text-xs text-fg-subtle">
            Or without a password, if your provider has verified this address:
          </p>
          <ProviderButtons providers={providers} next="/" />
        </>
      )}
    </form>
  );
}
