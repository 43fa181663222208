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
import { useTimeZone } from '@/components/frame/preferences';
import { Time } from '@/components/time/time';
import { Button, IconButton } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { placesOfRule } from '@/lib/preflight/places';
import {
  createDeploymentRule,
  deploymentRuleKeys,
  deploymentRuleOptions,
  replaceDeploymentRule,
} from '@/lib/preflight/queries';
import type { RuleBody, RuleWire } from '@/lib/preflight/rule-schemas';
import { DeleteRuleDialog } from './delete-rule-dialog';
import { RuleFields } from './rule-fields';
import { rulesHref } from './rule-list';
import {
  errorsOfProblem,
  newValues,
  type RuleErrors,
  type RuleValues,
  readRule,
  unchanged,
  valuesOf,
} from './rule-values';
import { ViolationList } from './violation-list';
import { modeText, ruleInWords } from './words';

/** Writes or changes a rule. It is sent with the revision it was read with: whoever was faster is not overwritten. */
export function RuleEditor({ rule }: { rule: RuleWire | null }) {
  const router = useRouter();
  const client = useQueryClient();
  const { timeZone } = useTimeZone();
  const [base, setBase] = useState(rule);
  const [typed, setTyped] = useState<Partial<RuleValues>>({});
  const [errors, setErrors] = useState<RuleErrors>({});
  const [faster, setFaster] = useState<RuleWire | null>(null);
  const [deleting, setDeleting] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const before = base ? valuesOf(base.rule) : newValues(timeZone);
  const values: RuleValues = { ...before, ...typed };
  const read = readRule(values);

  const save = useMutation<RuleWire, AnswerError, RuleBody>({
    mutationFn: (body) =>
      base === null ? createDeploymentRule(body) : replaceDeploymentRule(base.id, base.revision, body),
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
    if (base && unchanged(values, before)) return router.push(rulesHref);
    save.mutate(read.rule, {
      onSuccess: async (saved) => {
        await client.invalidateQueries({ queryKey: deploymentRuleKeys.all });
        toast({ title: `${saved.rule.name} is saved`, text: `${modeText[saved.rule.mode]}.` });
        router.push(rulesHref);
        router.refresh();
      },
      onError: async (error) => {
        if (error.status !== 412 || base === null)
          return show(errorsOfProblem(error.problem, values) ?? { '': error.message });
        const newer = await client
          .query({ ...deploymentRuleOptions(base.id), staleTime: 0 })
          .catch(() => null);
        if (newer) setFaster(newer);
        else show({ '': 'Somebody has changed or deleted this rule, and it could not be read again.' });
      },
    });
  };
  const takeOver = () => {
    if (!faster || !base) return;
    setTyped(rebased(values, before, valuesOf(faster.rule)));
    setBase(faster);
    setFaster(null);
    save.reset();
    announce('Reloaded. What you typed is kept.');
  };

  return (
    <div className="flex flex-col gap-4">
      <BackLink href={rulesHref}>Deployment rules</BackLink>
      <PageHeader
        title={base ? base.rule.name : 'New rule'}
        description={
          base ? (
            <>
              Last changed <Time value={base.updatedAt} />
              {base.updatedBy && ` by ${base.updatedBy}`}. A change counts for the next start.
            </>
          ) : (
            'Not sure yet? Let it only report first: what it would have stopped is listed.'
          )
        }
        actions={
          base && (
            <Allowed scope="deployments:write" place={placesOfRule(base.rule)}>
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
        aria-label={base ? `Change ${base.rule.name}` : 'New rule'}
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
        className="rounded-lg border border-line bg-surface-1"
      >
        <div
          aria-live="polite"
          className="rounded-t-lg border-b border-line bg-accent-bg px-panel py-3 text-accent-fg"
        >
          {read.rule ? (
            <>
              <p className="font-medium text-pretty wrap-anywhere">{ruleInWords(read.rule)}</p>
              <p className="text-xs text-pretty">{modeText[read.rule.mode]}.</p>
            </>
          ) : (
            <p className="font-medium">Not a rule yet. {firstProblem(values, read.errors)}</p>
          )}
        </div>
        <RuleFields
          values={values}
          errors={errors}
          onChange={(changes) => {
            const next = { ...typed, ...changes };
            setTyped(next);
            if (Object.keys(errors).length > 0) setErrors(readRule({ ...before, ...next }).errors ?? {});
          }}
        />
        <FormFoot
          problem={errors['']}
          faster={
            faster && (
              <Faster onReload={takeOver}>
                {faster.updatedBy || 'Somebody'} changed it <Time value={faster.updatedAt} />.
              </Faster>
            )
          }
          cancel={rulesHref}
        >
          <Allowed
            scope="deployments:write"
            place={[...(base ? placesOfRule(base.rule) : []), ...(read.rule ? placesOfRule(read.rule) : [])]}
            explain
          >
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
      {base && <ViolationList rule={base.id} />}
      {deleting && base && (
        <DeleteRuleDialog
          rule={base}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(rulesHref)}
        />
      )}
    </div>
  );
}

/** What is missing first: nobody has to be told that a name which was never typed must not be empty. */
function firstProblem(values: RuleValues, errors: RuleErrors): string {
  if (errors.name && values.name === '') return 'Give it a name.';
  return Object.values(errors)[0] ?? '';
}
