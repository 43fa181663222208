'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { Faster } from '@/components/forms/faster';
import { SettingsForm } from '@/components/forms/settings-form';
import { useRevised } from '@/components/forms/use-revised';
import { BackLink } from '@/components/frame/back-link';
import { PageHeader } from '@/components/frame/page-header';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { createToken, tokenKeys, tokenOptions, updateToken } from '@/lib/tokens/queries';
import type { NewTokenWire, TokenInput, TokenWire } from '@/lib/tokens/schemas';
import { reachInWords, Scopes } from './grant-words';
import { SecretPanel } from './secret-panel';
import { tokenChanges } from './token-changes';
import { DeleteDialog, RevokeDialog, RotateDialog } from './token-dialogs';
import { TokenFields } from './token-fields';
import { LastUse, TokenState, tokensHref } from './token-list';
import { errorsOfToken, newTokenValues, readToken, type TokenValues, valuesOfToken } from './token-values';

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
  const form = useRevised<TokenWire, TokenValues, TokenInput>(known, {
    valuesOf: (wire) => (wire ? valuesOfToken(wire) : newTokenValues),
    save: (base, body) => updateToken(known.id, (base ?? known).revision, body),
    newest: ({ id }) => client.query({ ...tokenOptions(id), staleTime: 0 }),
    onSaved: (saved) => {
      client.setQueryData(tokenKeys.one(saved.id), saved);
      void client.invalidateQueries({ queryKey: tokenKeys.list });
      toast({ title: `${saved.name} is saved`, text: 'It counts for its next request.' });
    },
  });
  const { base, faster } = form;
  const [made, setMade] = useState<NewTokenWire | null>(null);
  const [asking, setAsking] = useState<'rotate' | 'revoke' | 'delete' | null>(null);
  const isRevoked = token.state === 'revoked';
  const close = () => setAsking(null);
  const rotated = (withSecret: NewTokenWire) => {
    setMade(withSecret);
    // One's own doing: the form is not behind because of it. Nothing but the panel keeps the secret.
    const { secret: _shownOnce, ...wire } = withSecret;
    form.follow(wire);
  };
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
          values={form.values}
          submit="Save"
          busy={form.busy}
          failure={form.failure}
          faster={
            faster && (
              <Faster changes={base ? tokenChanges(base, faster) : []} onReload={form.reload}>
                {faster.updatedBy || 'Somebody'} changed it <Time value={faster.updatedAt} />.
              </Faster>
            )
          }
          editing
          onChange={form.setValues}
          onSend={form.send}
        />
      )}
      {asking === 'rotate' && <RotateDialog token={token} onClose={close} onRotated={rotated} />}
      {asking === 'revoke' && <RevokeDialog token={token} onClose={close} />}
      {asking === 'delete' && (
        <DeleteDialog token={token} onClose={close} onDeleted={() => router.push(tokensHref)} />
      )}
    </div>
  );
}

const Back = () => <BackLink href={tokensHref}>Tokens</BackLink>;

function TokenForm(props: {
  label: string;
  values: TokenValues;
  submit: string;
  busy: boolean;
  failure: AnswerError | null;
  faster?: ReactNode;
  editing: boolean;
  onChange: (values: TokenValues) => void;
  onSend: (body: TokenInput) => void;
}) {
  const { editing, ...form } = props;
  return (
    <SettingsForm
      {...form}
      read={readToken}
      refused={errorsOfToken(form.failure?.problem ?? null)}
      cancel={tokensHref}
    >
      {(errors, change) => (
        <TokenFields values={form.values} errors={errors} editing={editing} onChange={change} />
      )}
    </SettingsForm>
  );
}
