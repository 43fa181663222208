'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { facetsQuery } from '@/components/frame/frame-queries';
import { useTimeZone } from '@/components/frame/preferences';
import { statusLabel } from '@/components/glyphs/phases';
import { clockParts, formatOffset } from '@/components/time/format';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { levels, priorities, statuses } from '@/lib/events/vocabulary';
import type { FormErrors, FormValues } from './form-values';
import { KindChoice } from './kind-choice';
import { LinksField } from './links-field';
import { endPresets, Presets, startPresets } from './time-presets';

type FieldsProps = {
  values: FormValues;
  errors: FormErrors;
  onChange: (values: FormValues) => void;
  /** An event that exists: nothing is suggested for when it starts. */
  editing?: boolean;
};

/** Fields that most people leave alone; unfolded when one of them is filled in or wrong. */
const rare = [
  'impact',
  'level',
  'category',
  'eventType',
  'relatedId',
  'externalId',
  'slackId',
  'notification',
  'notifications',
  'payload',
  'metadata',
] as const;

/** Every field of an event. The same for a new one and for one that exists. */
export function EventFields({ values, errors, onChange, editing = false }: FieldsProps) {
  const { timeZone } = useTimeZone();
  const names = useQuery(facetsQuery());
  const lists = useId();
  const rareError = rare.some((name) => errorOf(errors, name) !== undefined);
  const [more, setMore] = useState(() => rare.some((name) => values[name] && values[name] !== '0'));
  const open = more || rareError;

  const set = <K extends keyof FormValues>(name: K, value: FormValues[K]) =>
    onChange({ ...values, [name]: value });
  const wrong = (name: keyof FormValues, label: string) => {
    const message = errorOf(errors, name);
    return message === undefined ? undefined : `${label} ${message}`;
  };
  const text = (name: TextField, label: string, more: TextOptions = {}) => (
    <Field
      label={label}
      error={wrong(name, label)}
      hint={more.hint}
      required={more.required}
      className={more.className}
    >
      {more.lines ? (
        <Textarea
          rows={more.lines}
          value={values[name]}
          onChange={(event) => set(name, event.target.value)}
          className={more.mono ? 'font-mono text-xs' : undefined}
          spellCheck={!more.mono}
        />
      ) : (
        <Input
          name={name}
          value={values[name]}
          onChange={(event) => set(name, event.target.value)}
          autoComplete="off"
          list={more.list}
          placeholder={more.placeholder}
          className={more.mono ? 'font-mono text-xs' : undefined}
        />
      )}
    </Field>
  );
  const choice = (name: TextField, label: string, options: ReadonlyArray<readonly [string, string]>) => (
    <Field label={label} error={wrong(name, label)}>
      <Select name={name} value={values[name]} onChange={(event) => set(name, event.target.value)}>
        {options.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </Select>
    </Field>
  );

  return (
    <div className="flex flex-col gap-6">
      {errors[''] && (
        <p
          role="alert"
          data-phase="failed"
          className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
        >
          {errors['']} What you typed is still here.
        </p>
      )}
      <KindChoice value={values.kind} error={wrong('kind', 'Kind')} onChange={(kind) => set('kind', kind)} />
      <Group>
        {text('title', 'Title', {
          required: true,
          placeholder: 'Deploy checkout 2.14.0',
          className: 'sm:col-span-2',
        })}
        {text('service', 'Service', { required: values.relatedId === '', list: `${lists}-services` })}
        {text('environment', 'Environment', { list: `${lists}-environments` })}
        {choice('status', 'Status', [
          ['', 'None: simply noted'],
          ...statuses.map((status) => [status, statusLabel[status]] as const),
        ])}
        {choice('priority', 'Priority', [
          ['', 'None'],
          ...priorities.map((priority) => [priority, priority] as const),
        ])}
        {text('message', 'Message', { lines: 3, className: 'sm:col-span-2' })}
      </Group>
      <Group title="When" note={`On your clock, ${formatOffset(clockParts(Date.now(), timeZone).offset)}`}>
        <div className="flex min-w-0 flex-col gap-1.5">
          {text('startsAt', 'Start', {
            placeholder: '2026-03-14 09:26',
            hint: 'Without one it counts from when it is reported.',
          })}
          {!editing && (
            <Presets
              label="Start"
              presets={startPresets(timeZone)}
              onChoose={(value) => set('startsAt', value)}
            />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-1.5">
          {text('endsAt', 'End', {
            placeholder: '2026-03-14 10:00',
            hint: 'Leave it empty while it goes on.',
          })}
          <Presets
            label="End"
            presets={endPresets(values.startsAt, timeZone)}
            onChoose={(value) => set('endsAt', value)}
          />
        </div>
      </Group>
      <Group title="What was shipped">
        {text('version', 'Version')}
        {text('sha', 'Commit', { mono: true })}
        {text('pullRequestUrl', 'Pull request', { placeholder: 'https://', className: 'sm:col-span-2' })}
      </Group>
      <Group title="Who and where to look">
        {text('owner', 'Owner')}
        {text('stakeholders', 'Stakeholders', { hint: 'With commas between' })}
        {text('ticket', 'Ticket', { placeholder: 'OPS-123 or https://' })}
        {text('source', 'Source', { placeholder: 'by hand' })}
        <LinksField values={values} errors={errors} onChange={(links) => set('links', links)} />
      </Group>
      <section>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setMore(!more)}
          className="group -ml-1 flex h-control items-center gap-1 rounded-sm px-1 font-medium"
        >
          <ChevronRight
            size={14}
            aria-hidden
            className="text-fg-subtle transition-transform duration-100 group-aria-expanded:rotate-90"
          />
          More fields
        </button>
        {open && (
          <div className="mt-2">
            <Group>
              {choice('impact', 'Impact', [
                ['0', 'None'],
                ['1', 'Low'],
                ['2', 'Medium'],
                ['3', 'High'],
              ])}
              {choice('level', 'Level', [['', 'None'], ...levels.map((level) => [level, level] as const)])}
              {text('category', 'Category')}
              {text('eventType', 'Type', { mono: true, placeholder: 'deploy.finished' })}
              {text('relatedId', 'Follows from', {
                mono: true,
                hint: 'The id of the event that this one belongs to',
              })}
              {text('externalId', 'External id', {
                mono: true,
                hint: 'The same source and id is reported once',
              })}
              {text('slackId', 'Slack id', { mono: true })}
              {text('notifications', 'Notify', { hint: 'Channels, with commas between' })}
              <Checkbox
                checked={values.notification}
                onChange={(event) => set('notification', event.target.checked)}
                className="sm:col-span-2"
              >
                Notify when something changes
              </Checkbox>
              {text('payload', 'Payload', {
                lines: 4,
                mono: true,
                hint: 'Any JSON',
                className: 'sm:col-span-2',
              })}
              {text('metadata', 'Metadata', {
                lines: 3,
                mono: true,
                hint: 'A JSON object',
                className: 'sm:col-span-2',
              })}
            </Group>
          </div>
        )}
      </section>
      <datalist id={`${lists}-services`}>
        {names.data?.services.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={`${lists}-environments`}>
        {names.data?.environments.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  );
}

type TextField = { [K in keyof FormValues]: FormValues[K] extends string ? K : never }[keyof FormValues];
type TextOptions = {
  required?: boolean;
  hint?: string;
  placeholder?: string;
  list?: string;
  lines?: number;
  mono?: boolean;
  className?: string;
};

/** What is wrong with a field or with something in it. */
function errorOf(errors: FormErrors, name: string): string | undefined {
  if (errors[name] !== undefined) return errors[name];
  const inside = Object.keys(errors).find((path) => path.startsWith(`${name}.`));
  return inside === undefined ? undefined : errors[inside];
}

function Group({ title, note, children }: { title?: string; note?: string; children: ReactNode }) {
  return (
    <section>
      {title && (
        <h2 className="mb-2 flex items-baseline gap-2 text-xs font-semibold">
          {title}
          {note && <span className="font-normal text-fg-subtle">{note}</span>}
        </h2>
      )}
      <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">{children}</div>
    </section>
  );
}
