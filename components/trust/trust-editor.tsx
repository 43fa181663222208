'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Faster } from '@/components/forms/faster';
import { SettingsForm } from '@/components/forms/settings-form';
import { useRevised } from '@/components/forms/use-revised';
import { BackLink } from '@/components/frame/back-link';
import { useOrigin } from '@/components/frame/origin';
import { PageHeader } from '@/components/frame/page-header';
import { Time } from '@/components/time/time';
import { trustSnippet } from '@/components/tokens/snippets';
import { IconButton } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import {
  createTrustRule,
  deleteTrustRule,
  replaceTrustRule,
  trustKeys,
  trustRuleOptions,
} from '@/lib/trust/queries';
import type { TrustRuleInput, TrustRuleWire } from '@/lib/trust/schemas';
import { trustChanges } from './trust-changes';
import { TrustFields } from './trust-fields';
import { trustHref, trustRuleHref } from './trust-list';
import { errorsOfTrust, newTrustValues, readTrust, type TrustValues, valuesOfRule } from './trust-values';

/** Writes or changes a trust rule, with what its workflow has to say beside it. */
export function TrustEditor({ rule }: { rule: TrustRuleWire | null }) {
  const router = useRouter();
  const client = useQueryClient();
  const origin = useOrigin();
  const [deleting, setDeleting] = useState(false);
  const form = useRevised<TrustRuleWire, TrustValues, TrustRuleInput>(rule, {
    valuesOf: (wire) => (wire ? valuesOfRule(wire) : newTrustValues(origin)),
    save: (before, body) =>
      before ? replaceTrustRule(before.id, before.revision, body) : createTrustRule(body),
    newest: ({ id }) => client.query({ ...trustRuleOptions(id), staleTime: 0 }),
    onSaved: (saved) => {
      void client.invalidateQueries({ queryKey: trustKeys.all });
      toast({ title: `${saved.name} is saved`, text: 'It counts for the next request of a run.' });
      if (!rule) router.replace(trustRuleHref(saved.id));
    },
  });
  const { base, values, faster } = form;
  const snippet = trustSnippet(values.provider, {
    origin,
    audience: values.audience || origin,
    service: values.services[0] ?? 'checkout',
    environment: values.environments[0] ?? 'production',
  });
  return (
    <div className="flex flex-col gap-4">
      <BackLink href={trustHref}>Trust rules</BackLink>
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
      <SettingsForm
        label={base ? `Change ${base.name}` : 'New trust rule'}
        values={values}
        read={readTrust}
        failure={form.failure}
        refused={errorsOfTrust(values, form.failure?.problem ?? null)}
        submit={base ? 'Save' : 'Add the rule'}
        busy={form.busy}
        cancel={trustHref}
        faster={
          faster && (
            <Faster changes={base ? trustChanges(base, faster) : []} onReload={form.reload}>
              {faster.updatedBy || 'Somebody'} changed it <Time value={faster.updatedAt} />.
            </Faster>
          )
        }
        onChange={form.setValues}
        onSend={form.send}
      >
        {(errors, change) => <TrustFields values={values} errors={errors} onChange={change} />}
      </SettingsForm>
      <Panel
        title="What the workflow says"
        description="It asks its own provider for a token, for each run anew, and sends it."
      >
        <CodeBlock code={snippet.code} label={`the workflow for ${snippet.name}`} />
      </Panel>
      {deleting && base && (
        <DeleteRule
          rule={base}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(trustHref)}
          onStale={form.look}
        />
      )}
    </div>
  );
}

function DeleteRule(props: {
  rule: TrustRuleWire;
  onClose: () => void;
  onDeleted: () => void;
  onStale: () => void;
}) {
  const { rule, onClose, onDeleted, onStale } = props;
  const client = useQueryClient();
  const remove = useMutation<null, AnswerError>({
    mutationFn: () => deleteTrustRule(rule.id, rule.revision),
    onSuccess: () => {
      toast({ title: `${rule.name} is deleted`, text: 'What its runs reported is still there.' });
      onClose();
      onDeleted();
    },
    onError: ({ status }) => status === 412 && onStale(),
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
