'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Plus, X } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { facetsQuery } from '@/components/frame/frame-queries';
import { useTimeZone } from '@/components/frame/preferences';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { statusLabel } from '@/components/glyphs/phases';
import { clockParts, formatOffset } from '@/components/time/format';
import { instantToWall, wallToInstant } from '@/components/time/zoned';
import { Button, IconButton } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { type EventKind, eventKinds, levels, priorities, statuses } from '@/lib/events/vocabulary';
import type { FormErrors, FormValues } from './form-values';

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

function KindChoice({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string;
  onChange: (kind: EventKind) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-fg-muted">Kind</legend>
      <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-4">
        {eventKinds.map((kind) => (
          <label
            key={kind}
            className="relative flex h-control cursor-pointer items-center gap-2 rounded border border-line-strong px-2.5 text-fg-muted hover:bg-surface-2 has-checked:border-accent has-checked:bg-accent-bg has-checked:text-accent-fg has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-(--focus)"
          >
            <input
              type="radio"
              name={name}
              value={kind}
              checked={value === kind}
              onChange={() => onChange(kind)}
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
            />
            <KindGlyph kind={kind} size={14} />
            <span className="truncate font-medium">{kindLabel[kind]}</span>
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-danger-fg">
          {error}
        </p>
      )}
    </fieldset>
  );
}

type Preset = { label: string; value: () => string };

function Presets(props: { label: string; presets: readonly Preset[]; onChoose: (value: string) => void }) {
  return (
    <fieldset aria-label={`${props.label}, presets`} className="flex flex-wrap gap-1">
      {props.presets.map(({ label, value }) => (
        <Button
          key={label}
          size="sm"
          variant="ghost"
          className="border-line"
          onClick={() => props.onChoose(value())}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

const minute = 60_000;
const hour = 60 * minute;

function startPresets(timeZone: string): Preset[] {
  const wall = (at: number) => instantToWall(Math.floor(at / minute) * minute, timeZone);
  return [
    { label: 'Now', value: () => wall(Date.now()) },
    { label: 'In an hour', value: () => wall(Date.now() + hour) },
    { label: 'Tomorrow 09:00', value: () => `${wall(Date.now() + 24 * hour).slice(0, 10)} 09:00` },
  ];
}

function endPresets(startsAt: string, timeZone: string): Preset[] {
  const start = () => {
    const at = wallToInstant(startsAt, timeZone);
    return at === null ? Math.floor(Date.now() / minute) * minute : Date.parse(at);
  };
  const later = (by: number) => () => instantToWall(start() + by, timeZone);
  return [
    { label: '30 min later', value: later(30 * minute) },
    { label: '1 h later', value: later(hour) },
    { label: '2 h later', value: later(2 * hour) },
  ];
}

function LinksField(props: {
  values: FormValues;
  errors: FormErrors;
  onChange: (links: FormValues['links']) => void;
}) {
  const { values, errors, onChange } = props;
  const change = (index: number, part: Partial<FormValues['links'][number]>) =>
    onChange(values.links.map((link, other) => (other === index ? { ...link, ...part } : link)));
  return (
    <fieldset className="flex flex-col gap-2 sm:col-span-2">
      <legend className="mb-1 text-xs font-medium text-fg-muted">Links</legend>
      {values.links.map((link, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in place and have no other identity
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] items-start gap-2"
        >
          <Field
            label={<span className="sr-only">Title of link {index + 1}</span>}
            error={said('Title', errors[`links.${index}.title`])}
          >
            <Input
              placeholder="Title"
              value={link.title}
              onChange={(event) => change(index, { title: event.target.value })}
            />
          </Field>
          <Field
            label={<span className="sr-only">Address of link {index + 1}</span>}
            error={said('Address', errors[`links.${index}.url`])}
          >
            <Input
              placeholder="https://"
              value={link.url}
              onChange={(event) => change(index, { url: event.target.value })}
            />
          </Field>
          <IconButton
            label={`Remove link ${index + 1}`}
            className="mt-1"
            onClick={() => onChange(values.links.filter((_, other) => other !== index))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      {errors.links && (
        <p role="alert" className="text-xs text-danger-fg">
          Links {errors.links}
        </p>
      )}
      <Button
        size="sm"
        variant="ghost"
        className="self-start border-line"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...values.links, { title: '', url: '' }])}
      >
        Add a link
      </Button>
    </fieldset>
  );
}

const said = (label: string, message: string | undefined) =>
  message === undefined ? undefined : `${label} ${message}`;
