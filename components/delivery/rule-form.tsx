'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { Faster } from '@/components/forms/faster';
import { rebased } from '@/components/forms/rebased';
import { announce } from '@/components/frame/live-region';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { deliveryKeys, deliveryRuleOptions, putDeliveryRule } from '@/lib/delivery/queries';
import type { DeliveryRule, DeliveryRuleWire } from '@/lib/delivery/schemas';
import { durationKeys } from '@/lib/durations/queries';
import { environmentTiers } from '@/lib/events/vocabulary';
import type { AnswerError } from '@/lib/http/client';
import { type RuleErrors, type RuleValues, readRuleValues, ruleValuesOf } from './rule-values';

/** Changes the rule if nobody else was faster; whoever was is told, and nothing is overwritten. */
export function RuleForm({ state, onClose }: { state: DeliveryRuleWire; onClose: () => void }) {
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(state);
  const [values, setValues] = useState<RuleValues>(() => ruleValuesOf(state.rule));
  const [errors, setErrors] = useState<RuleErrors>({});
  const [faster, setFaster] = useState<DeliveryRuleWire | null>(null);
  const save = useMutation<DeliveryRuleWire, AnswerError, DeliveryRule>({
    mutationFn: (rule) => putDeliveryRule(rule, base.revision),
  });
  const set = (changes: Partial<RuleValues>) => {
    const next = { ...values, ...changes };
    setValues(next);
    if (Object.keys(errors).length > 0) setErrors(readRuleValues(next).errors ?? {});
  };
  const show = (found: RuleErrors) => {
    setErrors(found);
    announce(`${Object.keys(found).length === 1 ? 'One field needs' : 'Some fields need'} another look`);
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid], [role="alert"]')?.focus(),
    );
  };
  const send = () => {
    const read = readRuleValues(values);
    if (!read.rule) return show(read.errors);
    setErrors({});
    save.mutate(read.rule, {
      onSuccess: async (saved) => {
        client.setQueryData(deliveryKeys.rule, saved);
        await client.invalidateQueries({ queryKey: deliveryKeys.all });
        void client.invalidateQueries({ queryKey: durationKeys.all });
        toast({ title: 'The rule is saved', text: 'All figures follow it, those of the past, too.' });
        onClose();
      },
      onError: async (error) => {
        if (error.status !== 412) return show({ '': `It was not saved. ${error.message}` });
        const newer = await client.query({ ...deliveryRuleOptions(), staleTime: 0 }).catch(() => null);
        if (newer) setFaster(newer);
        else show({ '': 'Somebody has changed the rule meanwhile, and it could not be read again.' });
      },
    });
  };
  const takeOver = () => {
    if (!faster) return;
    setValues(rebased(values, ruleValuesOf(base.rule), ruleValuesOf(faster.rule)));
    setBase(faster);
    setFaster(null);
    save.reset();
    announce('Reloaded. What you typed is kept.');
  };
  const number = (name: 'windowMinutes' | 'reworkHours' | 'minimum') => ({
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    value: values[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => set({ [name]: event.target.value }),
  });
  const flag = (
    name: 'confirmedFirst' | 'upstream' | 'failedDeployments' | 'rollbacks',
    words: ReactNode,
  ) => (
    <Checkbox
      checked={values[name]}
      onChange={(event) => set({ [name]: event.target.checked })}
      className="items-start! [&>span:first-child]:mt-0.5"
    >
      {words}
    </Checkbox>
  );

  return (
    <form
      ref={form}
      noValidate
      aria-label="How delivery is counted"
      className="flex flex-col gap-4"
      onSubmit={(submit) => {
        submit.preventDefault();
        send();
      }}
    >
      <Group legend="Environments that count">
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {environmentTiers.map((tier) => (
            <Checkbox
              key={tier}
              checked={values.tiers.includes(tier)}
              onChange={(event) =>
                set({
                  tiers: environmentTiers.filter((one) =>
                    one === tier ? event.target.checked : values.tiers.includes(one),
                  ),
                })
              }
            >
              {tier}
            </Checkbox>
          ))}
        </div>
        {errors.tiers && (
          <p role="alert" tabIndex={-1} className="text-xs text-danger-fg">
            {errors.tiers}
          </p>
        )}
      </Group>
      <Group legend="Whose incident it is">
        {flag('confirmedFirst', 'What people confirmed as the cause decides first')}
        <Field
          label="Minutes after a deployment"
          hint="in which an incident of its service is put down to it; 0 for never"
          error={errors.windowMinutes}
        >
          <Input {...number('windowMinutes')} />
        </Field>
        {flag('upstream', 'Also deployments of what the service depends on')}
      </Group>
      <Group legend="A failed change is also">
        {flag('failedDeployments', 'a deployment that failed itself')}
        {flag('rollbacks', 'a deployment that was rolled back')}
      </Group>
      <div className="grid grid-cols-2 items-start gap-3">
        <Field label="Rework within hours" error={errors.reworkHours}>
          <Input {...number('reworkHours')} />
        </Field>
        <Field label="Too little data below" error={errors.minimum}>
          <Input {...number('minimum')} />
        </Field>
      </div>
      {errors[''] && (
        <p role="alert" tabIndex={-1} className="text-danger-fg">
          {errors['']}
        </p>
      )}
      {faster && (
        <Faster onReload={takeOver}>
          {faster.updatedBy || 'Somebody'} changed the rule <Time value={faster.updatedAt} />.
        </Faster>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={save.isPending} disabled={faster !== null}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-xs font-medium text-fg-muted">{legend}</legend>
      <div className="flex flex-col gap-2">{children}</div>
    </fieldset>
  );
}
