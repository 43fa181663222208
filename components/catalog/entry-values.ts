import type { EntryPatchInput, EntryWire } from '@/lib/catalog/schemas';
import type { Problem } from '@/lib/http/problem';

/**
 * The form that describes a service, without its pixels: what is typed is text, and text becomes what the API takes. Pure.
 */

/** One line of a list: text by field. Fields that the form does not show travel along. */
export type Row = Readonly<Record<string, string>>;

/** What stands in the fields. */
export interface EntryValues {
  type: string;
  language: string;
  platform: string;
  lifecycle: string;
  owner: string;
  description: string;
  version: string;
  link: string;
  repository: string;
  slaLevel: string;
  slaUptime: string;
  slaResponse: string;
  slaDescription: string;
  latestVersion: string;
  referenceVersion: string;
  /** One a line. */
  availableVersions: string;
  dependsOn: readonly string[];
  dependents: readonly string[];
  links: readonly Row[];
  deliverables: readonly Row[];
  channels: readonly Row[];
  dashboards: readonly Row[];
  vulnerabilities: readonly Row[];
  infrastructure: readonly Row[];
}

/** What is wrong, by field of the API: `channels.0.url`, `sla.uptimePercentage`; `''` for what belongs to none. */
export type EntryErrors = Readonly<Record<string, string>>;

export const listNames = [
  'links',
  'deliverables',
  'channels',
  'dashboards',
  'vulnerabilities',
  'infrastructure',
] as const;
export type ListName = (typeof listNames)[number];

const severityNames = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** An empty line of each list. */
export const emptyRow: Record<ListName, Row> = {
  links: { title: '', url: '' },
  deliverables: { name: '', type: '', version: '', description: '' },
  channels: { type: '', name: '', url: '', description: '' },
  dashboards: { type: '', name: '', url: '', description: '' },
  vulnerabilities: {
    name: '',
    type: '',
    url: '',
    critical: '',
    high: '',
    medium: '',
    low: '',
    info: '',
    total: '',
    lastScanAt: '',
    scanVersion: '',
    description: '',
  },
  infrastructure: {
    id: '',
    name: '',
    type: '',
    description: '',
    provider: '',
    region: '',
    endpoint: '',
    metadata: '',
    connectedServices: '',
  },
};

export const emptyValues: EntryValues = {
  type: '',
  language: '',
  platform: '',
  lifecycle: '',
  owner: '',
  description: '',
  version: '',
  link: '',
  repository: '',
  slaLevel: '',
  slaUptime: '',
  slaResponse: '',
  slaDescription: '',
  latestVersion: '',
  referenceVersion: '',
  availableVersions: '',
  dependsOn: [],
  dependents: [],
  links: [],
  deliverables: [],
  channels: [],
  dashboards: [],
  vulnerabilities: [],
  infrastructure: [],
};

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
const texts = (item: object, empty: Row): Row =>
  Object.fromEntries(Object.keys(empty).map((name) => [name, text((item as Record<string, unknown>)[name])]));
/** A count of nothing is left empty: a row of zeros hides the one that matters. */
const number = (value: number) => (value === 0 ? '' : String(value));

/** The values that show an entry as it is. */
export function valuesOf(entry: EntryWire): EntryValues {
  const { sla, vulnerabilities } = entry;
  const sources =
    vulnerabilities === null
      ? []
      : vulnerabilities.sources.length > 0
        ? vulnerabilities.sources
        : vulnerabilities.total > 0
          ? [{ ...vulnerabilities, name: '', lastScanAt: vulnerabilities.lastUpdatedAt }]
          : [];
  return {
    type: text(entry.type),
    language: text(entry.language),
    platform: text(entry.platform),
    lifecycle: entry.lifecycle,
    // What only events say is offered as a hint, not taken for something a person entered.
    owner: entry.ownerSource === 'events' ? '' : entry.owner,
    description: entry.description,
    version: entry.version,
    link: entry.link,
    repository: entry.repository,
    slaLevel: text(sla?.level),
    slaUptime: text(sla?.uptimePercentage),
    slaResponse: text(sla?.responseTimeMs),
    slaDescription: text(sla?.description),
    latestVersion: entry.latestVersion,
    referenceVersion: entry.referenceVersion,
    availableVersions: entry.availableVersions.join('\n'),
    dependsOn: entry.dependsOn,
    dependents: entry.dependents,
    links: entry.links.map((item) => texts(item, emptyRow.links)),
    deliverables: entry.deliverables.map((item) => texts(item, emptyRow.deliverables)),
    channels: entry.channels.map((item) => texts(item, emptyRow.channels)),
    dashboards: entry.dashboards.map((item) => texts(item, emptyRow.dashboards)),
    vulnerabilities: sources.map((item) => ({
      ...texts(item, emptyRow.vulnerabilities),
      ...Object.fromEntries(severityNames.map((name) => [name, number(item[name])])),
      // Only where it says more than the sum.
      total: severityNames.some((name) => item[name] > 0) ? '' : number(item.total),
    })),
    infrastructure: entry.infrastructure.map((item) => ({
      ...texts(item, emptyRow.infrastructure),
      metadata: Object.entries(item.metadata)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
      connectedServices: item.connectedServices.join('\n'),
    })),
  };
}

const lines = (value: string) =>
  value
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const isBlank = (row: Row) => Object.values(row).every((value) => value.trim() === '');
const choice = (value = '') => (value === '' ? null : value);
/** A number as typed, or the text itself, which the schema then refuses with its own words. */
const figure = (value = ''): unknown => {
  const typed = value.trim().replace(',', '.');
  return typed === '' ? undefined : Number.isNaN(Number(typed)) ? value : Number(typed);
};
const withoutEmpty = (item: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== '' && value !== undefined));

const itemOf: Record<ListName, (row: Row) => Record<string, unknown>> = {
  links: (row) => ({ title: row.title ?? '', url: row.url ?? '' }),
  deliverables: (row) => ({ ...row, type: choice(row.type) }),
  channels: (row) => ({ ...row, type: choice(row.type) }),
  dashboards: (row) => ({ ...row, type: choice(row.type) }),
  vulnerabilities: (row) =>
    withoutEmpty({
      ...row,
      ...Object.fromEntries([...severityNames, 'total'].map((name) => [name, figure(row[name])])),
      lastScanAt: row.lastScanAt?.trim() || undefined,
    }),
  infrastructure: (row) => ({
    ...row,
    type: choice(row.type),
    metadata: Object.fromEntries(
      lines(row.metadata ?? '').map((line) => {
        const at = line.indexOf('=');
        return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
    ),
    connectedServices: lines(row.connectedServices ?? ''),
  }),
};

/** Values as the API takes them, each field. Lines of lists that are blank are left out. */
export function toFields(values: EntryValues): Record<string, unknown> {
  const items = (name: ListName) => values[name].filter((row) => !isBlank(row)).map(itemOf[name]);
  const sla = {
    level: choice(values.slaLevel),
    uptimePercentage: figure(values.slaUptime) ?? null,
    responseTimeMs: figure(values.slaResponse) ?? null,
    description: values.slaDescription,
  };
  const promises =
    sla.level !== null ||
    sla.uptimePercentage !== null ||
    sla.responseTimeMs !== null ||
    sla.description.trim() !== '';
  const sources = items('vulnerabilities');
  return {
    type: choice(values.type),
    language: choice(values.language),
    platform: choice(values.platform),
    lifecycle: values.lifecycle,
    owner: values.owner,
    description: values.description,
    version: values.version,
    link: values.link,
    repository: values.repository,
    sla: promises ? sla : null,
    availableVersions: lines(values.availableVersions),
    latestVersion: values.latestVersion,
    referenceVersion: values.referenceVersion,
    dependsOn: values.dependsOn,
    dependents: values.dependents,
    links: items('links'),
    deliverables: items('deliverables'),
    channels: items('channels'),
    dashboards: items('dashboards'),
    vulnerabilities: sources.length > 0 ? { sources } : null,
    infrastructure: items('infrastructure'),
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A change: only what is different from what the form began with. */
export function patchOf(values: EntryValues, base: EntryValues): EntryPatchInput {
  const before = toFields(base);
  const changed = Object.entries(toFields(values)).filter(([name, value]) => !same(value, before[name]));
  return Object.fromEntries(changed) as EntryPatchInput;
}

/** What a schema found, by field, at the line where it was typed. The first of each counts. */
export function errorsOf(
  issues: ReadonlyArray<{ path: readonly PropertyKey[]; message: string }>,
  values: EntryValues,
): EntryErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) errors[place(path.map(String), values)] ??= message;
  return errors;
}

/** The place of an issue in the form: blank lines were left out, so the API counts without them. */
function place(path: readonly string[], values: EntryValues): string {
  const [field, ...rest] =
    path[0] === 'vulnerabilities' && path[1] === 'sources' ? [path[0], ...path.slice(2)] : path;
  const list = listNames.find((name) => name === field);
  if (list === undefined || rest[0] === undefined) return [field, ...rest].join('.');
  const filled = values[list].flatMap((row, index) => (isBlank(row) ? [] : [index]));
  return [list, filled[Number(rest[0])] ?? rest[0], ...rest.slice(1)].join('.');
}

/** What the server found, by field: its JSON pointers name them. Null when it says nothing about fields. */
export function errorsOfProblem(problem: Problem | null, values: EntryValues): EntryErrors | null {
  if (!problem?.errors?.length) return null;
  return errorsOf(
    problem.errors.map(({ pointer = '', detail }) => ({
      path: pointer
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
      message: detail,
    })),
    values,
  );
}

/** The message for a field, or the first one for something in it. */
export function errorAt(errors: EntryErrors, path: string): string | undefined {
  if (errors[path] !== undefined) return errors[path];
  const inside = Object.keys(errors).find((name) => name.startsWith(`${path}.`));
  return inside === undefined ? undefined : errors[inside];
}
