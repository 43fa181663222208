'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NamesField } from '@/components/catalog/names-field';
import { facetsQuery } from '@/components/frame/frame-queries';
import { LengthField } from '@/components/incidents/rules/length-field';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { type RuleKind, type RuleMode, ruleKinds, ruleModes } from '@/lib/preflight/vocabulary';
import { type RuleErrors, type RuleValues, scheduleOfValues } from './rule-values';
import { ScheduleFields } from './schedule-fields';
import { WindowPreview } from './window-preview';
import { kindLabel, kindText, modeLabel, modeText } from './words';

type Props = {
  values: RuleValues;
  errors: RuleErrors;
  onChange: (changes: Partial<RuleValues>) => void;
};

/** Everything that a rule says, each explained where it is set. */
export function RuleFields(props: Props) {
  const { values, errors, onChange } = props;
  const names = useQuery(facetsQuery());
  const services = (names.data?.services ?? []).map(({ name }) => name);
  const environments = (names.data?.environments ?? []).map(({ name }) => name);
  return (
    <>
      <Part title="Rule" text="Its name and reason are what a stopped pipeline prints.">
        <Choices<RuleKind>
          legend="Kind"
          name="kind"
          value={values.kind}
          values={ruleKinds}
          labels={kindLabel}
          texts={kindText}
          onChange={(kind) => onChange({ kind })}
        />
        <Field label="Name" error={errors.name}>
          <Input
            value={values.name}
            autoComplete="off"
            placeholder={placeholders[values.kind]}
            className="max-w-96"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <Field label="Reason" error={errors.reason} hint="Why, and whom to ask. Optional.">
          <Textarea
            value={values.reason}
            rows={2}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        </Field>
        <Choices<RuleMode>
          legend="Mode"
          name="mode"
          value={values.mode}
          values={ruleModes}
          labels={modeLabel}
          texts={modeText}
          onChange={(mode) => onChange({ mode })}
        />
      </Part>
      <Part
        title="For which deployments"
        text="Both have to match. New names are made when the rule is saved."
      >
        <Field label="Services" hint="Without any, all of them." error={errors.services}>
          <NamesField
            names={values.services}
            one="service"
            suggestions={services}
            onChange={(changed) => onChange({ services: changed })}
          />
        </Field>
        <Field label="Environments" hint="Without any, all of them." error={errors.environments}>
          <NamesField
            names={values.environments}
            one="environment"
            placeholder="Name of an environment"
            suggestions={environments}
            onChange={(changed) => onChange({ environments: changed })}
          />
        </Field>
      </Part>
      {values.kind === 'window' && (
        <Part title="When nobody deploys" text="The end is outside: a deployment may start at that minute.">
          <ScheduleFields {...props} />
          <WindowPreview schedule={scheduleOfValues(values)} />
        </Part>
      )}
      {values.kind === 'order' && <OrderPart {...props} environments={environments} />}
      {values.kind === 'approval' && <ApprovalPart {...props} />}
    </>
  );
}

const placeholders: Record<RuleKind, string> = {
  window: 'Quiet weekend',
  order: 'An hour in preproduction',
  concurrency: 'One deployment at a time',
  approval: 'QA has seen it',
};

function OrderPart({ values, errors, onChange, environments }: Props & { environments: readonly string[] }) {
  return (
    <Part title="Where it has to have been" text="A version has been where a deployment of it succeeded.">
      <Field
        label="Before it"
        error={errors.prerequisites}
        hint="An environment never has to come before itself."
      >
        <NamesField
          names={values.prerequisites}
          one="environment"
          placeholder="Name of an environment"
          suggestions={environments}
          onChange={(prerequisites) => onChange({ prerequisites })}
        />
      </Field>
      <Checkbox checked={values.strict} onChange={(event) => onChange({ strict: event.target.checked })}>
        They were reached in this order
      </Checkbox>
      <Field
        label="Time in each of them"
        error={errors.soak}
        hint="Since it arrived there first, or since it last failed there. 0 for none."
      >
        <LengthField
          value={values.soak}
          label="time in each of them"
          units={['minutes', 'hours', 'days']}
          onChange={(soak) => onChange({ soak })}
        />
      </Field>
    </Part>
  );
}

function ApprovalPart({ values, errors, onChange }: Props) {
  return (
    <Part
      title="What has to be approved"
      text="On the page of the version, or over the API. One no is a no until that person says yes."
    >
      <Field
        label="For"
        error={errors.types}
        hint="Such as QA, Security or Product: each needs its approvals."
      >
        <NamesField
          names={values.types}
          one="approval"
          placeholder="QA"
          suggestions={['QA', 'Security', 'Product', 'Performance', 'Compliance']}
          onChange={(types) => onChange({ types })}
        />
      </Field>
      <Field label="By how many people each" error={errors.count}>
        <Input
          inputMode="numeric"
          autoComplete="off"
          value={values.count}
          className="max-w-24"
          onChange={(event) => onChange({ count: event.target.value })}
        />
      </Field>
    </Part>
  );
}

/** A part of the form: what it is about at the left, its fields at the right. */
function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-8 gap-y-3 border-b border-line p-panel last:border-b-0 md:grid-cols-[15rem_minmax(0,1fr)]">
      <header>
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-0.5 text-xs text-pretty text-fg-muted">{text}</p>
      </header>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}

function Choices<T extends string>(props: {
  legend: string;
  name: string;
  value: T;
  values: readonly T[];
  labels: Record<T, string>;
  texts: Record<T, string>;
  onChange: (value: T) => void;
}) {
  const { legend, name, value, values, labels, texts, onChange } = props;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-xs font-medium text-fg-muted">{legend}</legend>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {values.map((one) => (
          <label key={one} className="flex cursor-pointer items-start gap-2">
            <input
              type="radio"
              name={name}
              checked={one === value}
              onChange={() => onChange(one)}
              className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-line-control bg-surface-1 checked:border-5 checked:border-accent"
            />
            <span>
              <span className="font-medium">{labels[one]}</span>
              <span className="block max-w-prose text-xs text-fg-subtle">{texts[one]}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
