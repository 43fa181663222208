'use client';

import { useMutation } from '@tanstack/react-query';
import type { Route } from 'next';
import { type FormEvent, useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { type AnswerError, ask } from '@/lib/http/client';
import type { SignedInWire } from '@/lib/people/schemas';
import { useLinkCode } from './code';
import { NewPassword } from './new-password';
import { NextStep, Notice } from './notice';
import { fieldProblem, wholeProblem } from './problems';

/** The first administrator: who they are, then what changes for everybody else. */
export function SetUpForm() {
  const code = useLinkCode();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const setUp = useMutation<SignedInWire, AnswerError>({
    mutationFn: () => ask('/api/v2/set-up', { method: 'POST', body: { code, name, email, password } }),
  });

  if (setUp.isSuccess) return <Done name={setUp.data.name} />;
  if (code === '')
    return (
      <>
        <p>
          The link of this page has a code behind it, and yours has none. Shiplog prints the whole link when
          it starts, in the terminal or the log of the machine that it runs on.
        </p>
        <CodeBlock label="the command" code="npm start" />
      </>
    );

  function submit(event: FormEvent) {
    event.preventDefault();
    setUp.mutate();
  }

  const problem = wholeProblem(setUp.error);
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {problem && <Notice>{problem}</Notice>}
      <Field label="Name" required error={fieldProblem(setUp.error, '/name', 'The name')}>
        <Input
          name="name"
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field
        label="E-mail"
        required
        error={fieldProblem(setUp.error, '/email', 'The address')}
        hint="You sign in with it. No mail is sent."
      >
        <Input
          name="email"
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
      <NewPassword
        value={password}
        own={[name, email]}
        error={fieldProblem(setUp.error, '/password', 'The password')}
        onChange={setPassword}
      />
      <Button type="submit" variant="primary" busy={setUp.isPending}>
        Set up Shiplog
      </Button>
    </form>
  );
}

const tokens = '/settings/tokens/new' as Route;
const people = '/settings/people' as Route;

/** Plain links: the page behind them is drawn for whoever is signed in now. */
function Done({ name }: { name: string }) {
  return (
    <NextStep title={`${name}, you are the administrator`}>
      <p>You are signed in. From now on people sign in, and machines send a token.</p>
      <p
        data-phase="attention"
        className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
      >
        Pipelines that report to this Shiplog are refused until they send a token.
      </p>
      <a href="/" className={buttonClass('primary')}>
        Open the timeline
      </a>
      <div className="flex flex-wrap gap-2">
        <a href={tokens} className={buttonClass()}>
          Make a token
        </a>
        <a href={people} className={buttonClass()}>
          Invite people
        </a>
      </div>
    </NextStep>
  );
}
