'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { facetsQuery } from '@/components/frame/frame-queries';
import { formatDuration } from '@/components/time/format';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { allowedDowntimeMs } from '@/lib/catalog/allowed-downtime';
import { graphOptions } from '@/lib/catalog/queries';
import { nameKey } from '@/lib/names';
import { wholeGraphQuery } from './catalog-url';
import { type EntryErrors, type EntryValues, emptyRow, errorAt, type ListName } from './entry-values';
import {
  channelLabel,
  dashboardLabel,
  infrastructureLabel,
  languageLabel,
  platformLabel,
  slaLabel,
  typeLabel,
} from './labels';
import { NamesField } from './names-field';
import { type Column, RowsField } from './rows-field';

type FieldsProps = {
  name: string;
  values: EntryValues;
  errors: EntryErrors;
  onChange: (values: EntryValues) => void;
  /** The owner that events name, where nobody has entered one. */
  ownerFromEvents: string;
};

type TextName = { [K in keyof EntryValues]: EntryValues[K] extends string ? K : never }[keyof EntryValues];
type Options = Readonly<Record<string, string>>;

/** Where the API has what stands in a field of the form. */
const apiName: Partial<Record<TextName, string>> = {
  slaLevel: 'sla.level',
  slaUptime: 'sla.uptimePercentage',
  slaResponse: 'sla.responseTimeMs',
  slaDescription: 'sla.description',
};

/** Every field of a service that a person can say something about. */
export function EntryFields({ name, values, errors, onChange, ownerFromEvents }: FieldsProps) {
  const lists = useId();
  const services = useServiceNames(name);
  const set = <K extends keyof EntryValues>(field: K, value: EntryValues[K]) =>
    onChange({ ...values, [field]: value });
  const wrong = (field: string, label: string) => {
    const message = errorAt(errors, field);
    return message === undefined ? undefined : `${label} ${message}`;
  };
  const input = (field: TextName, label: string, more: InputOptions = {}) => (
    <Field
      label={label}
      error={wrong(apiName[field] ?? field, label)}
      hint={more.hint}
      className={more.className}
    >
      {more.lines ? (
        <Textarea
          name={field}
          rows={more.lines}
          value={values[field]}
          placeholder={more.placeholder}
          onChange={(event) => set(field, event.target.value)}
          className={more.mono ? 'font-mono text-xs' : undefined}
          spellCheck={!more.mono}
          style={{ maxHeight: more.tall }}
        />
      ) : (
        <Input
          name={field}
          value={values[field]}
          placeholder={more.placeholder}
          inputMode={more.numeric ? 'decimal' : undefined}
          autoComplete="off"
          list={more.list}
          onChange={(event) => set(field, event.target.value)}
          className={more.mono ? 'font-mono text-xs' : undefined}
        />
      )}
    </Field>
  );
  const select = (field: TextName, label: string, options: Options) => (
    <Field label={label} error={wrong(apiName[field] ?? field, label)}>
      <Select name={field} value={values[field]} onChange={(event) => set(field, event.target.value)}>
        <option value="">Not said</option>
        {Object.entries(options).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
  const rows = (field: ListName, label: string, one: string, columns: readonly Column[]) => (
    <RowsField
      name={field}
      label={label}
      one={one}
      columns={columns}
      rows={values[field]}
      empty={emptyRow[field]}
      errors={errors}
      onChange={(next) => set(field, next)}
    />
  );
  const uptime = Number(values.slaUptime.replace(',', '.'));
  const downtime =
    values.slaUptime.trim() !== '' && uptime >= 0 && uptime <= 100
      ? `Leaves ${formatDuration(allowedDowntimeMs(uptime))} of downtime in 30 days`
      : 'In percent: 99.95';

  return (
    <div className="flex flex-col gap-4">
      {errors[''] && (
        <p
          role="alert"
          data-phase="failed"
          className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
        >
          {errors['']} What you typed is still here.
        </p>
      )}
      <Part title="What it is">
        {select('type', 'Type', typeLabel)}
        {input('owner', 'Owner', {
          hint: ownerFromEvents && `Empty: ${ownerFromEvents}, as recent events have it`,
          placeholder: ownerFromEvents || 'team-checkout',
        })}
        {select('language', 'Language', languageLabel)}
        {select('platform', 'Platform', platformLabel)}
        {input('lifecycle', 'Lifecycle', { placeholder: 'production', list: `${lists}-lifecycle` })}
        {input('link', 'Documentation', { placeholder: 'https://' })}
        {input('repository', 'Repository', {
          placeholder: 'https:// or git@host:team/repo.git',
          className: 'sm:col-span-2',
        })}
        {input('description', 'Description', { lines: 3, className: 'sm:col-span-2' })}
      </Part>
      <Part title="Service level">
        {select('slaLevel', 'Level', slaLabel)}
        {input('slaUptime', 'Uptime', { numeric: true, placeholder: '99.95', hint: downtime })}
        {input('slaResponse', 'Response time', {
          numeric: true,
          placeholder: '300',
          hint: 'In milliseconds',
        })}
        {input('slaDescription', 'Note', { placeholder: 'How it is measured' })}
      </Part>
      <Part title="Dependencies">
        <Field
          label="Depends on"
          error={wrong('dependsOn', 'Depends on')}
          hint="Unknown ones become known, as discovered"
          className="sm:col-span-2"
        >
          <NamesField
            names={values.dependsOn}
            one="dependency"
            suggestions={services}
            onChange={(names) => set('dependsOn', names)}
          />
        </Field>
        <Field
          label="Used by"
          error={wrong('dependents', 'Used by')}
          hint="The other side: changes what these say they depend on"
          className="sm:col-span-2"
        >
          <NamesField
            names={values.dependents}
            one="dependent"
            suggestions={services}
            onChange={(names) => set('dependents', names)}
          />
        </Field>
      </Part>
      <Part title="Versions">
        {input('version', 'Current version', { mono: true })}
        {input('referenceVersion', 'Reference version', {
          mono: true,
          hint: 'What its users should be on; older ones are outdated',
        })}
        {input('latestVersion', 'Latest version', {
          mono: true,
          hint: 'Follows the newest of the available ones unless you say another',
        })}
        {input('availableVersions', 'Available versions', {
          lines: 3,
          mono: true,
          hint: 'One a line, in any order',
          tall: '12rem',
          className: 'sm:col-span-2',
        })}
      </Part>
      <Part title="Deliverables" note="What it uses, in which version" wide>
        {rows('deliverables', 'Deliverables', 'deliverable', [
          { name: 'name', label: 'Name', suggestions: services, span: 'sm:col-span-5' },
          { name: 'type', label: 'Type', options: typeLabel, span: 'sm:col-span-4' },
          { name: 'version', label: 'Version', mono: true, span: 'sm:col-span-3' },
        ])}
      </Part>
      <Part title="Channels" note="Where to reach the people" wide>
        {rows('channels', 'Channels', 'channel', [
          { name: 'type', label: 'Type', options: channelLabel, span: 'sm:col-span-3' },
          { name: 'name', label: 'Name', placeholder: '#team-checkout', span: 'sm:col-span-4' },
          { name: 'url', label: 'Address', placeholder: 'https:// or mail', span: 'sm:col-span-5' },
        ])}
      </Part>
      <Part title="Dashboards" note="Where to look at it" wide>
        {rows('dashboards', 'Dashboards', 'dashboard', [
          { name: 'type', label: 'Type', options: dashboardLabel, span: 'sm:col-span-3' },
          { name: 'name', label: 'Name', placeholder: 'Golden signals', span: 'sm:col-span-4' },
          { name: 'url', label: 'Address', placeholder: 'https://', span: 'sm:col-span-5' },
        ])}
      </Part>
      <Part title="Links" wide>
        {rows('links', 'Links', 'link', [
          { name: 'title', label: 'Title', placeholder: 'Runbook', span: 'sm:col-span-5' },
          { name: 'url', label: 'Address', placeholder: 'https://', span: 'sm:col-span-7' },
        ])}
      </Part>
      <Part
        title="Vulnerabilities"
        note="Per source; sums are made by themselves. Scanners usually report these"
        wide
      >
        {rows('vulnerabilities', 'Vulnerabilities', 'source', [
          { name: 'name', label: 'Name', placeholder: 'Image scan', span: 'sm:col-span-4' },
          { name: 'type', label: 'Type', placeholder: 'container', span: 'sm:col-span-3' },
          { name: 'url', label: 'Address', placeholder: 'https://', span: 'sm:col-span-5' },
          { name: 'critical', label: 'Critical', placeholder: '0', span: 'max-sm:col-span-4 sm:col-span-2' },
          { name: 'high', label: 'High', placeholder: '0', span: 'max-sm:col-span-4 sm:col-span-2' },
          { name: 'medium', label: 'Medium', placeholder: '0', span: 'max-sm:col-span-4 sm:col-span-2' },
          { name: 'low', label: 'Low', placeholder: '0', span: 'max-sm:col-span-4 sm:col-span-2' },
          { name: 'info', label: 'Info', placeholder: '0', span: 'max-sm:col-span-4 sm:col-span-2' },
        ])}
      </Part>
      <Part title="Infrastructure" note="What it runs on and stores in" wide>
        {rows('infrastructure', 'Infrastructure', 'resource', [
          { name: 'name', label: 'Name', span: 'sm:col-span-4' },
          { name: 'type', label: 'Type', options: infrastructureLabel, span: 'sm:col-span-4' },
          { name: 'id', label: 'Id', mono: true, span: 'sm:col-span-4' },
          { name: 'provider', label: 'Provider', placeholder: 'aws', span: 'sm:col-span-4' },
          { name: 'region', label: 'Region', placeholder: 'eu-west-3', span: 'sm:col-span-4' },
          { name: 'endpoint', label: 'Endpoint', mono: true, span: 'sm:col-span-4' },
          {
            name: 'connectedServices',
            label: 'Shared with',
            placeholder: 'One service a line',
            lines: true,
            span: 'sm:col-span-6',
          },
          {
            name: 'metadata',
            label: 'Metadata',
            placeholder: 'size=large',
            lines: true,
            mono: true,
            span: 'sm:col-span-6',
          },
        ])}
      </Part>
      <datalist id={`${lists}-lifecycle`}>
        {['experimental', 'production', 'deprecated'].map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </div>
  );
}

type InputOptions = {
  hint?: ReactNode;
  placeholder?: string;
  lines?: number;
  mono?: boolean;
  numeric?: boolean;
  list?: string;
  /** How tall it may grow, as CSS has it. */
  tall?: string;
  className?: string;
};

function Part(props: { title: string; note?: string; wide?: boolean; children: ReactNode }) {
  return (
    <Panel title={props.title} description={props.note}>
      {props.wide ? (
        props.children
      ) : (
        <div className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2">{props.children}</div>
      )}
    </Panel>
  );
}

/** Names to pick from: services of events and of the graph, without the one that is described. */
function useServiceNames(own: string): string[] {
  const events = useQuery(facetsQuery());
  const graph = useQuery(graphOptions(wholeGraphQuery));
  const names = new Map<string, string>();
  for (const { name } of [...(events.data?.services ?? []), ...(graph.data?.nodes ?? [])])
    names.set(nameKey(name), name);
  names.delete(nameKey(own));
  return [...names.values()].sort((a, b) => a.localeCompare(b, 'en'));
}
