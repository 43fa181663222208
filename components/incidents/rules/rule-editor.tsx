'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Faster } from '@/components/forms/faster';
import { FormFoot } from '@/components/forms/form-foot';
import { rebased } from '@/components/forms/rebased';
import { Allowed } from '@/components/frame/allowed';
import { BackLink } from '@/components/frame/back-link';
import { announce } from '@/components/frame/live-region';
import { PageHeader } from '@/components/frame/page-header';
import { Time } from '@/components/time/time';
import { Button, IconButton } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { createRule, patchRule, ruleKeys, ruleOptions } from '@/lib/incidents/rule-queries';
import type { RuleDraft, RuleWire } from '@/lib/incidents/rule-schemas';
import { DeleteRuleDialog } from './delete-rule-dialog';
import { RuleFields } from './rule-fields';
import { RuleLab } from './rule-lab';
import {
  errorsOfProblem,
  newRule,
  patchOf,
  type RuleErrors,
  type RuleValues,
  readRule,
  valuesOf,
} from './rule-values';
import { burstInWords, endInWords } from './words';

const listHref = '/settings/detection';

/** The rule without what only a saved one has. */
const draftOf = (rule: RuleWire): RuleDraft => readRule(valuesOf(rule), rule.position).rule ?? newRule;

/**
 * Writes or changes a rule, with the lab that tries it before it is saved. Only what was touched is sent, with the revision it was
 * read with: whoever was faster is not overwritten.
 */
export function RuleEditor({ rule }: { rule: RuleWire | null }) {
  const router = useRouter();
  const client = useQueryClient();
  const [base, setBase] = useState(rule);
  const [values, setValues] = useState<RuleValues>(() => valuesOf(rule ?? newRule));
  const [errors, setErrors] = useState<RuleErrors>({});
  const [faster, setFaster] = useState<RuleWire | null>(null);
  const [deleting, setDeleting] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const before = base ? draftOf(base) : newRule;
  const read = readRule(values, before.position);

  const save = useMutation<RuleWire, AnswerError, RuleDraft>({
    mutationFn: (draft) =>
      base === null ? createRule(draft) : patchRule(base.id, base.revision, patchOf(draft, before)),
  });
  const show = (found: RuleErrors) => {
    setErrors(found);
    announce(`${Object.keys(found).length === 1 ? 'One field needs' : 'Some fields need'} another look`);
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid], [role="alert"]');
      first?.focus();
      first?.scrollIntoView({ block: 'center' });
    });
  };
  const send = () => {
    if (!read.rule) return show(read.errors);
    setErrors({});
    if (base && Object.keys(patchOf(read.rule, before)).length === 0) return router.push(listHref);
    save.mutate(read.rule, {
      onSuccess: async (saved) => {
        await client.invalidateQueries({ queryKey: ruleKeys.all });
        toast({
          title: `${saved.name} is saved`,
          text: saved.enabled
            ? 'It decides about signals from now on. Incidents stay as they are.'
            : 'It is off, and takes no signals.',
        });
        router.push(listHref);
        router.refresh();
      },
      onError: async (error) => {
        if (error.status !== 412 || base === null)
          return show(errorsOfProblem(error.problem) ?? { '': error.message });
        const newer = await client.query({ ...ruleOptions(base.id), staleTime: 0 }).catch(() => null);
        if (newer) setFaster(newer);
        else show({ '': 'Somebody has changed or deleted this rule, and it could not be read again.' });
      },
    });
  };
  const takeOver = () => {
    if (!faster || !base) return;
    setValues(rebased(values, valuesOf(base), valuesOf(faster)));
    setBase(faster);
    setFaster(null);
    save.reset();
    announce('Reloaded. What you typed is kept.');
  };

  return (
    <div className="flex flex-col gap-4">
      <BackLink href={listHref}>Detection</BackLink>
      <PageHeader
        title={base ? base.name : 'New rule'}
        description={
          base ? (
            <>
              Last changed <Time value={base.updatedAt} />
              {base.updatedBy && ` by ${base.updatedBy}`}. A change decides about signals from now on;
              incidents stay as they are.
            </>
          ) : (
            'Try it in the lab below before it opens anything. Its place among the others is changed in the list.'
          )
        }
        actions={
          base && (
            <Allowed scope="admin">
              <IconButton label="Delete the rule" variant="secondary" onClick={() => setDeleting(true)}>
                <Trash2 size={14} aria-hidden />
              </IconButton>
            </Allowed>
          )
        }
      />
      <form
        ref={form}
        noValidate
        aria-label={base ? `Change ${base.name}` : 'New rule'}
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
        className="rounded-lg border border-line bg-surface-1"
      >
        <div aria-live="polite" className="border-b border-line bg-accent-bg px-panel py-3 text-accent-fg">
          {read.rule ? (
            <>
              <p className="font-medium text-pretty wrap-anywhere">{burstInWords(read.rule)}</p>
              <p className="text-xs text-pretty">{endInWords(read.rule).join(' ')}</p>
            </>
          ) : (
            <p className="font-medium">Not a rule yet: {Object.values(read.errors)[0]}</p>
          )}
        </div>
        <RuleFields
          values={values}
          errors={errors}
          onChange={(next) => {
            setValues(next);
            if (Object.keys(errors).length > 0) setErrors(readRule(next, before.position).errors ?? {});
          }}
        />
        <FormFoot
          className="border-t border-line"
          note="Not sure? Replay it below first."
          problem={errors['']}
          faster={
            faster && (
              <Faster onReload={takeOver}>
                {faster.updatedBy || 'Somebody'} changed it <Time value={faster.updatedAt} />.
              </Faster>
            )
          }
          cancel={listHref}
        >
          <Allowed scope="admin" explain>
            <Button
              type="submit"
              variant="primary"
              busy={save.isPending || save.isSuccess}
              disabled={faster !== null}
            >
              {base ? 'Save' : 'Add the rule'}
            </Button>
          </Allowed>
        </FormFoot>
      </form>
      <RuleLab saved={base} before={before} rule={read.rule} onRefused={() => show(read.errors ?? {})} />
      {deleting && base && (
        <DeleteRuleDialog
          rule={base}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(listHref)}
        />
      )}
    </div>
  );
}
