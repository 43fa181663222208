'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NamesField } from '@/components/catalog/names-field';
import { facetsQuery } from '@/components/frame/frame-queries';
import { Checkbox, Switch } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { signalLevels } from '@/lib/incidents/vocabulary';
import { LengthField } from './length-field';
import type { RuleErrors, RuleValues } from './rule-values';

/** Everything that a rule decides by, each explained where it is set. */
export function RuleFields(props: {
  values: RuleValues;
  errors: RuleErrors;
  onChange: (values: RuleValues) => void;
}) {
  const { values, errors, onChange } = props;
  const names = useQuery(facetsQuery());
  const set = <K extends keyof RuleValues>(name: K, value: RuleValues[K]) =>
    onChange({ ...values, [name]: value });
  const text = (name: 'name' | 'threshold' | 'messagePattern') => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
    autoComplete: 'off',
  });
  return (
    <>
      <Part title="Rule" text="What people see on the incidents that it opens.">
        <Field label="Name" error={errors.name}>
          <Input {...text('name')} className="max-w-96" />
        </Field>
        <Switch checked={values.enabled} onChange={(event) => set('enabled', event.target.checked)}>
          <span>
            On <span className="text-fg-subtle">– a rule that is off takes no signals</span>
          </span>
        </Switch>
      </Part>

      <Part title="Which signals count" text="A signal that matches all of it, and no rule before this one.">
        <fieldset className="flex min-w-0 flex-col gap-1">
          <legend className="mb-1 text-xs font-medium text-fg-muted">Levels</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {signalLevels.map((level) => (
              <Checkbox
                key={level}
                checked={values.levels.includes(level)}
                aria-invalid={errors.levels ? true : undefined}
                onChange={(event) =>
                  set(
                    'levels',
                    signalLevels.filter((one) =>
                      one === level ? event.target.checked : values.levels.includes(one),
                    ),
                  )
                }
              >
                {level}
              </Checkbox>
            ))}
          </div>
          {errors.levels && (
            <p role="alert" className="text-xs text-danger-fg">
              {errors.levels}
            </p>
          )}
        </fieldset>
        <Field label="Services" hint="Without any, signals of every service count." error={errors.services}>
          <NamesField
            names={values.services}
            one="service"
            suggestions={(names.data?.services ?? []).map(({ name }) => name)}
            onChange={(services) => set('services', services)}
          />
        </Field>
        <Field
          label="Environments"
          hint="Without any, every environment counts, and signals that name none."
          error={errors.environments}
        >
          <NamesField
            names={values.environments}
            one="environment"
            placeholder="Name of an environment"
            suggestions={(names.data?.environments ?? []).map(({ name }) => name)}
            onChange={(environments) => set('environments', environments)}
          />
        </Field>
        <Field
          label="Message contains"
          hint="Found anywhere in the message or title, whatever the case; * stands for anything. Empty matches all."
          error={errors.messagePattern}
        >
          <Input {...text('messagePattern')} spellCheck={false} placeholder="connection * refused" />
        </Field>
      </Part>

      <Part
        title="How many are too many"
        text="So many signals within this time, edges included, open an incident."
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Signals"
            error={errors.threshold}
            hint="5 is a burst that people notice; 1 opens at once."
          >
            <Input {...text('threshold')} inputMode="numeric" className="max-w-32" />
          </Field>
          <Field
            label="Within"
            error={errors.window}
            hint="Signals count by their own time, not by their arrival."
          >
            <LengthField
              value={values.window}
              label="the window"
              units={['seconds', 'minutes', 'hours']}
              onChange={(window) => set('window', window)}
            />
          </Field>
        </div>
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="mb-1 text-xs font-medium text-fg-muted">Counted together</legend>
          <Choice
            name="groupBy"
            checked={values.groupBy === 'service'}
            onChange={() => set('groupBy', 'service')}
            label="All errors of a service and environment"
            text="One incident for whatever a service says while it is broken."
          />
          <Choice
            name="groupBy"
            checked={values.groupBy === 'fingerprint'}
            onChange={() => set('groupBy', 'fingerprint')}
            label="Errors that say the same"
            text="Each sort of message is counted by itself and opens an incident of its own; numbers, ids and times in it make no difference."
          />
        </fieldset>
      </Part>

      <Part
        title="When it is over"
        text="An incident takes matching signals as long as it is open or under investigation."
      >
        <div className="flex flex-col gap-2">
          <Checkbox checked={values.resolves} onChange={(event) => set('resolves', event.target.checked)}>
            Resolve by itself after silence
          </Checkbox>
          <Field
            label="Silence"
            error={values.resolves ? errors.silence : undefined}
            hint={
              values.resolves
                ? 'Without a signal for so long it is resolved; people can still move it.'
                : 'Somebody has to resolve it.'
            }
          >
            <LengthField
              value={values.silence}
              label="silence"
              disabled={!values.resolves}
              units={['minutes', 'hours', 'days']}
              onChange={(silence) => set('silence', silence)}
            />
          </Field>
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field
            label="Quiet time after its end"
            error={errors.quiet}
            hint="Stragglers within it are counted to the incident and open nothing. 0 for none."
          >
            <LengthField
              value={values.quiet}
              label="quiet time"
              units={['seconds', 'minutes', 'hours']}
              onChange={(quiet) => set('quiet', quiet)}
            />
          </Field>
          <Field
            label="Reopen within"
            error={errors.reopen}
            hint="A burst within it after it was resolved opens the same incident again; later, or once it is closed, a new one. 0 for always a new one."
          >
            <LengthField
              value={values.reopen}
              label="reopening"
              units={['minutes', 'hours', 'days']}
              onChange={(reopen) => set('reopen', reopen)}
            />
          </Field>
        </div>
      </Part>
    </>
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

function Choice(props: {
  name: string;
  checked: boolean;
  onChange: () => void;
  label: string;
  text: string;
}) {
  return (
    <label className="flex cursor-pointer items-start gap-2">
      <input
        type="radio"
        name={props.name}
        checked={props.checked}
        onChange={props.onChange}
        className="mt-0.5 size-4 shrink-0 appearance-none rounded-full border border-line-control bg-surface-1 checked:border-5 checked:border-accent"
      />
      <span>
        <span className="font-medium">{props.label}</span>
        <span className="block max-w-prose text-xs text-fg-subtle">{props.text}</span>
      </span>
    </label>
  );
}
