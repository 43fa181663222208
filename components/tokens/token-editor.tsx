'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, RefreshCw } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PageHeader } from '@/components/frame/page-header';
import { Time } from '@/components/time/time';
import { Button, buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { createToken, tokenKeys, tokenOptions, updateToken } from '@/lib/tokens/queries';
import type { NewTokenWire, TokenInput, TokenWire } from '@/lib/tokens/schemas';
import { reachInWords, Scopes } from './grant-words';
import { SecretPanel } from './secret-panel';
import { DeleteDialog, RevokeDialog, RotateDialog } from './token-dialogs';
import { TokenFields } from './token-fields';
import { LastUse, TokenState, tokensHref } from './token-list';
import {
  errorsOfToken,
  newTokenValues,
  readToken,
  type TokenErrors,
  type TokenValues,
  valuesOfToken,
} from './token-values';

/** Makes a token, and then shows its secret in place of the form. */
export function NewToken() {
  const router = useRouter();
  const client = useQueryClient();
  const [values, setValues] = useState(newTokenValues);
  const [made, setMade] = useState<NewTokenWire | null>(null);
  const create = useMutation<NewTokenWire, AnswerError, TokenInput>({
    mutationFn: createToken,
    // The answer holds the secret: it is kept here, for as long as it is shown.
    gcTime: 0,
    onSuccess: (token) => {
      setMade(token);
      create.reset();
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokenKeys.list }),
  });
  return (
    <div className="flex flex-col gap-4">
      <Back />
      <PageHeader
        title={made ? made.name : 'New token'}
        description={
          made
            ? 'It works from now on.'
            : 'One for each machine: then one can be revoked without stopping the others.'
        }
      />
      {made ? (
        <SecretPanel
          token={made}
          onDone={() => {
            router.push(tokensHref);
            router.refresh();
          }}
        />
      ) : (
        <TokenForm
          label="New token"
          values={values}
          submit="Make the token"
          busy={create.isPending}
          failure={create.error}
          editing={false}
          onChange={setValues}
          onSend={(body) => create.mutate(body)}
        />
      )}
    </div>
  );
}

/** One token: what it may do, its use, its secret, its end. */
export function TokenEditor({ token: known }: { token: TokenWire }) {
  const router = useRouter();
  const client = useQueryClient();
  const { data: token } = useQuery({ ...tokenOptions(known.id), initialData: known, staleTime: 5_000 });
  const [values, setValues] = useState(() => valuesOfToken(known));
  const [made, setMade] = useState<NewTokenWire | null>(null);
  const [asking, setAsking] = useState<'rotate' | 'revoke' | 'delete' | null>(null);
  const save = useMutation<TokenWire, AnswerError, TokenInput>({
    mutationFn: (body) => updateToken(token.id, token.revision, body),
    onSuccess: (saved) => {
      client.setQueryData(tokenKeys.one(saved.id), saved);
      setValues(valuesOfToken(saved));
      toast({ title: `${saved.name} is saved`, text: 'It counts for its next request.' });
    },
    onSettled: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  });
  const isRevoked = token.state === 'revoked';
  const close = () => setAsking(null);
  return (
    <div className="flex flex-col gap-4">
      <Back />
      <PageHeader
        title={token.name}
        description={
          <>
            <span className="font-mono">slg_…{token.hint}</span>, made <Time value={token.createdAt} />
            {token.createdBy && ` by ${token.createdBy}`}
          </>
        }
        actions={
          isRevoked ? (
            <Button variant="danger" onClick={() => setAsking('delete')}>
              Delete
            </Button>
          ) : (
            <>
              <Button icon={<RefreshCw size={14} aria-hidden />} onClick={() => setAsking('rotate')}>
                New secret
              </Button>
              <Button variant="danger" onClick={() => setAsking('revoke')}>
                Revoke
              </Button>
            </>
          )
        }
      />
      {made && <SecretPanel token={made} onDone={() => setMade(null)} />}
      <Panel>
        <div className="flex flex-col gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <TokenState token={token} />
            <Scopes scopes={token.scopes} />
          </div>
          <p className="wrap-anywhere">{reachInWords(token)}</p>
          <LastUse token={token} />
          {token.expiresAt !== null && (
            <p>
              {token.state === 'expired' ? 'Expired' : 'Expires'} <Time value={token.expiresAt} />
            </p>
          )}
          {token.previousUntil !== null && (
            <p>
              The old secret ends <Time value={token.previousUntil} />
            </p>
          )}
          {token.revokedAt !== null && (
            <p>
              Revoked <Time value={token.revokedAt} />
              {token.revokedBy && ` by ${token.revokedBy}`}
            </p>
          )}
        </div>
      </Panel>
      {!isRevoked && (
        <TokenForm
          label={`Change ${token.name}`}
          values={values}
          submit="Save"
          busy={save.isPending}
          failure={save.error}
          editing
          onChange={setValues}
          onSend={(body) => save.mutate(body)}
        />
      )}
      {asking === 'rotate' && <RotateDialog token={token} onClose={close} onRotated={setMade} />}
      {asking === 'revoke' && <RevokeDialog token={token} onClose={close} />}
      {asking === 'delete' && (
        <DeleteDialog token={token} onClose={close} onDeleted={() => router.push(tokensHref)} />
      )}
    </div>
  );
}

function Back() {
  return (
    <Link
      href={tokensHref}
      className="inline-flex items-center gap-1.5 self-start rounded-xs text-xs text-fg-muted hover:text-fg"
    >
      <ArrowLeft size={13} aria-hidden />
      Tokens
    </Link>
  );
}

function TokenForm(props: {
  label: string;
  values: TokenValues;
  submit: string;
  busy: boolean;
  failure: AnswerError | null;
  editing: boolean;
  onChange: (values: TokenValues) => void;
  onSend: (body: TokenInput) => void;
}) {
  const { label, values, submit, busy, failure, editing, onChange, onSend } = props;
  const [wrong, setWrong] = useState<TokenErrors>({});
  const refused = errorsOfToken(failure?.problem ?? null);
  const errors = { ...refused, ...wrong };
  const general = errors[''] ?? (failure && !refused ? whyNot(failure) : undefined);
  return (
    <form
      noValidate
      aria-label={label}
      className="rounded-lg border border-line bg-surface-1"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        const read = readToken(values);
        setWrong(read.errors ?? {});
        if (read.body) onSend(read.body);
        else focusFirstError(submitted.currentTarget);
      }}
    >
      <TokenFields
        values={values}
        errors={errors}
        editing={editing}
        onChange={(changes) => {
          const next = { ...values, ...changes };
          onChange(next);
          if (Object.keys(wrong).length > 0) setWrong(readToken(next).errors ?? {});
        }}
      />
      <div className="flex flex-col gap-2 px-panel py-3">
        {general && (
          <p role="alert" className="text-danger-fg">
            {general}
          </p>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2">
          <Link href={tokensHref} className={buttonClass()}>
            Cancel
          </Link>
          <Button type="submit" variant="primary" busy={busy}>
            {submit}
          </Button>
        </div>
      </div>
    </form>
  );
}

const whyNot = ({ status, message }: AnswerError) =>
  status === 412
    ? 'Somebody has changed this token meanwhile. Nothing of theirs was overwritten: load the page again.'
    : `Nothing was saved. ${message}`;

/** After the errors are drawn. */
function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}
