'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { facetsQuery } from '@/components/frame/frame-queries';
import { randomKey } from '@/components/frame/random-key';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { type Priority, priorities } from '@/lib/events/vocabulary';
import type { AnswerError } from '@/lib/http/client';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { useReport } from './mutations';
import { severityWord } from './words';

const fields = ['title', 'service', 'environment', 'severity', 'message'] as const;
type Name = (typeof fields)[number];
type Errors = Partial<Record<Name | '', string>>;

/** Reports an incident by hand: what is wrong, where, how grave, and what is known. */
export function ReportDialog(props: {
  service: string;
  environment: string;
  onClose: () => void;
  onReported: (incident: IncidentDetailWire) => void;
}) {
  const { onClose, onReported } = props;
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const names = useQuery(facetsQuery());
  const [values, setValues] = useState<Record<Name, string>>({
    title: '',
    service: props.service,
    environment: props.environment,
    severity: '',
    message: '',
  });
  const [errors, setErrors] = useState<Errors>({});
  // One key per attempt: pressing again after a lost answer makes no second incident.
  const [key, setKey] = useState(randomKey);
  const report = useReport();

  const show = (found: Errors) => {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  const send = () => {
    const missing: Errors = {};
    if (values.title.trim() === '') missing.title = 'Say in a sentence what is wrong.';
    if (values.service.trim() === '') missing.service = 'Name the service that has the trouble.';
    if (Object.keys(missing).length > 0) return show(missing);
    setErrors({});
    report.mutate(
      {
        draft: {
          title: values.title.trim(),
          service: values.service.trim(),
          ...(values.environment.trim() === '' ? {} : { environment: values.environment.trim() }),
          ...(values.severity === '' ? {} : { severity: values.severity as Priority }),
          ...(values.message.trim() === '' ? {} : { message: values.message }),
        },
        key,
      },
      {
        onSuccess: onReported,
        onError: (error) => {
          show(errorsOf(error));
          if (error.status !== 0) setKey(randomKey());
        },
      },
    );
  };
  const field = (name: Name) => ({
    name,
    value: values[name],
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => {
      setValues({ ...values, [name]: event.target.value });
      setErrors({});
    },
  });

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New incident"
      description="It appears on the board and on the timeline, and says what changed before it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Allowed
            scope="incidents:write"
            place={{
              service: values.service.trim() || undefined,
              environment: values.environment.trim() || null,
            }}
          >
            <Button variant="primary" type="submit" form={id} busy={report.isPending}>
              Open incident
            </Button>
          </Allowed>
        </>
      }
    >
      <form
        ref={form}
        id={id}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(submit) => {
          submit.preventDefault();
          if (!report.isPending) send();
        }}
      >
        {errors[''] && (
          <p
            role="alert"
            data-phase="failed"
            className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
          >
            It was not opened: {errors['']} What you typed is still here.
          </p>
        )}
        <Field label="What is wrong" error={errors.title} required>
          <Input {...field('title')} maxLength={1000} placeholder="Checkout answers 500" data-autofocus />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Service" error={errors.service} required>
            <Input {...field('service')} maxLength={200} list={`${id}-services`} placeholder="checkout" />
          </Field>
          <Field label="Environment" error={errors.environment} hint="Empty when it is in no one place">
            <Input
              {...field('environment')}
              maxLength={100}
              list={`${id}-environments`}
              placeholder="production"
            />
          </Field>
        </div>
        <datalist id={`${id}-services`}>
          {names.data?.services.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <datalist id={`${id}-environments`}>
          {names.data?.environments.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Field label="Severity" error={errors.severity} hint="Judged from what you write when left open">
          <Select {...field('severity')}>
            <option value="">Let triage judge</option>
            {priorities.map((priority) => (
              <option key={priority} value={priority}>
                {priority} {severityWord[priority].toLowerCase()}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="What is known" error={errors.message} hint="Markdown">
          <Textarea
            {...field('message')}
            rows={4}
            maxLength={65_536}
            placeholder="Since the last deployment, every second order fails."
          />
        </Field>
      </form>
    </Dialog>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function errorsOf(error: AnswerError): Errors {
  const found: Errors = {};
  for (const { pointer, detail } of error.problem?.errors ?? []) {
    const name = fields.find((known) => known === pointer?.slice(1));
    found[name ?? ''] = capital(detail);
  }
  return Object.keys(found).length > 0 ? found : { '': error.message };
}
