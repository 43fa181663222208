'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useOrigin } from '@/components/frame/origin';
import { PageHeader } from '@/components/frame/page-header';
import { Time } from '@/components/time/time';
import { trustSnippet } from '@/components/tokens/snippets';
import { Button, buttonClass, IconButton } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { createTrustRule, deleteTrustRule, replaceTrustRule, trustKeys } from '@/lib/trust/queries';
import type { TrustRuleInput, TrustRuleWire } from '@/lib/trust/schemas';
import { TrustFields } from './trust-fields';
import { trustHref, trustRuleHref } from './trust-list';
import { errorsOfTrust, newTrustValues, readTrust, type TrustErrors, valuesOfRule } from './trust-values';

/** Writes or changes a trust rule, with what its workflow has to say beside it. */
export function TrustEditor({ rule }: { rule: TrustRuleWire | null }) {
  const router = useRouter();
  const client = useQueryClient();
  const origin = useOrigin();
  const [base, setBase] = useState(rule);
  const [values, setValues] = useState(() => (rule ? valuesOfRule(rule) : newTrustValues(origin)));
  const [wrong, setWrong] = useState<TrustErrors>({});
  const [deleting, setDeleting] = useState(false);
  const save = useMutation<TrustRuleWire, AnswerError, TrustRuleInput>({
    mutationFn: (body) => (base ? replaceTrustRule(base.id, base.revision, body) : createTrustRule(body)),
    onSuccess: (saved) => {
      toast({ title: `${saved.name} is saved`, text: 'It counts for the next request of a run.' });
      if (base) {
        setBase(saved);
        setValues(valuesOfRule(saved));
      } else router.replace(trustRuleHref(saved.id));
    },
    onSettled: () => client.invalidateQueries({ queryKey: trustKeys.all }),
  });
  const refused = errorsOfTrust(values, save.error?.problem ?? null);
  const errors = { ...refused, ...wrong };
  const general = errors[''] ?? (save.error && !refused ? whyNot(save.error) : undefined);
  const snippet = trustSnippet(values.provider, {
    origin,
    audience: values.audience || origin,
    service: values.services[0] ?? 'checkout',
    environment: values.environments[0] ?? 'production',
  });
  return (
    <div className="flex flex-col gap-4">
      <Link
        href={trustHref}
        className="inline-flex items-center gap-1.5 self-start rounded-xs text-xs text-fg-muted hover:text-fg"
      >
        <ArrowLeft size={13} aria-hidden />
        Trust rules
      </Link>
      <PageHeader
        title={base ? base.name : 'New trust rule'}
        description={
          base ? (
            <>
              Last changed <Time value={base.updatedAt} />
              {base.updatedBy && ` by ${base.updatedBy}`}.{!base.enabled && ' It is switched off.'}
            </>
          ) : (
            'For one repository and branch rather than for all of an owner.'
          )
        }
        actions={
          base && (
            <IconButton label="Delete the rule" variant="secondary" onClick={() => setDeleting(true)}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          )
        }
      />
      <form
        noValidate
        aria-label={base ? `Change ${base.name}` : 'New trust rule'}
        className="rounded-lg border border-line bg-surface-1"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          const form = submitted.currentTarget;
          const read = readTrust(values);
          setWrong(read.errors ?? {});
          if (read.body) save.mutate(read.body);
          else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
        }}
      >
        <TrustFields
          values={values}
          errors={errors}
          onChange={(changes) => {
            const next = { ...values, ...changes };
            setValues(next);
            if (Object.keys(wrong).length > 0) setWrong(readTrust(next).errors ?? {});
          }}
        />
        <div className="flex flex-col gap-2 px-panel py-3">
          {general && (
            <p role="alert" className="text-danger-fg">
              {general}
            </p>
          )}
          <div className="flex flex-wrap items-center justify-end gap-2">
            <Link href={trustHref} className={buttonClass()}>
              Cancel
            </Link>
            <Button type="submit" variant="primary" busy={save.isPending}>
              {base ? 'Save' : 'Add the rule'}
            </Button>
          </div>
        </div>
      </form>
      <Panel
        title="What the workflow says"
        description="It asks its own provider for a token, for each run anew, and sends it."
      >
        <CodeBlock code={snippet.code} label={`the workflow for ${snippet.name}`} />
      </Panel>
      {deleting && base && (
        <DeleteRule rule={base} onClose={() => setDeleting(false)} onDeleted={() => router.push(trustHref)} />
      )}
    </div>
  );
}

const whyNot = ({ status, message }: AnswerError) =>
  status === 412
    ? 'Somebody has changed this rule meanwhile. Nothing of theirs was overwritten: load the page again.'
    : `Nothing was saved. ${message}`;

function DeleteRule(props: { rule: TrustRuleWire; onClose: () => void; onDeleted: () => void }) {
  const { rule, onClose, onDeleted } = props;
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteTrustRule(rule.id, rule.revision),
    onSuccess: () => {
      toast({ title: `${rule.name} is deleted`, text: 'What its runs reported is still there.' });
      onClose();
      onDeleted();
    },
    onSettled: () => client.invalidateQueries({ queryKey: trustKeys.list }),
  });
  return (
    <ConfirmDialog
      title={`Delete ${rule.name}`}
      action="Delete the rule"
      busy={remove.isPending}
      error={remove.error}
      undone="It was not deleted."
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>Runs that it let in are refused within a second. What they reported stays.</p>
    </ConfirmDialog>
  );
}
