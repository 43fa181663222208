import { DomainError, type InputIssue } from '@/lib/errors';
import {
  catalogTypeEnum,
  communicationEnum,
  dashboardEnum,
  infrastructureEnum,
  languageEnum,
  platformEnum,
  slaLevelEnum,
} from './catalog-enums';
import { dateFormats, parseTrackerDate } from './dates';
import { type EnumTable, shown, type WireEnum } from './enums';
import { spellingIn } from './read-event';

/**
 * What the catalog's fields are called on Tracker's wire, and how each is read: leniently in spelling, strictly in sense.
 * Pure.
 */

interface Context {
  table: EnumTable;
  issues: InputIssue[];
}
type Path = readonly (string | number)[];
type Read = (value: unknown, path: Path, context: Context) => unknown;

/** A field: its name in camelCase on the wire, how it is read, and what stands in it. */
interface Field {
  wire: string;
  read: Read;
  inner?: Fields;
}
export type Fields = Readonly<Record<string, Field>>;

const isNone = (value: unknown) => value === null || value === '';
const issue = (context: Context, path: Path, detail: string) => {
  context.issues.push({ in: 'body', path, detail });
  return undefined;
};

const text: Read = (value, path, context) => {
  if (isNone(value)) return '';
  return typeof value === 'string' ? value : issue(context, path, `must be a string, not ${shown(value)}`);
};

/** protojson writes numbers as numbers or as texts. */
const number: Read = (value, path, context) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read)
    ? read
    : issue(context, path, `must be a number, not ${shown(value)}`);
};
const numberOrNone: Read = (value, path, context) => (isNone(value) ? null : number(value, path, context));
const count: Read = (value, path, context) => (isNone(value) ? 0 : number(value, path, context));

const date: Read = (value, path, context) => {
  if (isNone(value)) return null;
  const time = typeof value === 'string' ? parseTrackerDate(value) : null;
  return time === null
    ? issue(context, path, `is ${shown(value)}, expected ${dateFormats}`)
    : new Date(time).toISOString();
};

const enumOf =
  <T extends string>(wireEnum: WireEnum<T>): Read =>
  (value, path, { table, issues }) => {
    const read = wireEnum.read(value, table);
    if (read === undefined) issues.push({ in: 'body', path, detail: wireEnum.refusal(value, table) });
    return read;
  };

const list =
  (item: Read): Read =>
  (value, path, context) => {
    if (isNone(value)) return [];
    if (!Array.isArray(value)) return issue(context, path, 'must be a list');
    return value.map((entry, index) => item(entry, [...path, index], context));
  };

/** A list of names; splitting an empty setting gives one empty name in most languages. */
const names: Read = (value, path, context) => {
  const read = list(text)(value, path, context);
  return Array.isArray(read) ? read.filter((name) => name === undefined || name.trim() !== '') : read;
};

const texts: Read = (value, path, context) => {
  if (isNone(value)) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    return issue(context, path, 'must be an object of strings');
  return Object.fromEntries(
    Object.entries(value as object).map(([name, entry]) => [name, text(entry, [...path, name], context)]),
  );
};

/** Reads the fields that stand in an object, in either spelling; unknown ones are ignored. */
export function readFields(value: unknown, fields: Fields, path: Path, context: Context): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return issue(context, path, path.length === 0 ? 'The body must be a JSON object' : 'must be an object');
  const holder = value as Record<string, unknown>;
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const snake = field.wire.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const spelling = spellingIn(holder, { camel: field.wire, snake });
    if (spelling === undefined) continue;
    const result = field.read(holder[spelling], [...path, field.wire], context);
    if (result !== undefined) read[name] = result;
  }
  return read;
}

const message = (inner: Fields): Omit<Field, 'wire'> => ({
  inner,
  read: (value, path, context) => (value === null ? null : readFields(value, inner, path, context)),
});
const messages = (inner: Fields): Omit<Field, 'wire'> => ({
  inner,
  read: list((value, path, context) => readFields(value, inner, path, context)),
});

const counts: Fields = {
  critical: { wire: 'criticalCount', read: count },
  high: { wire: 'highCount', read: count },
  medium: { wire: 'mediumCount', read: count },
  low: { wire: 'lowCount', read: count },
  info: { wire: 'infoCount', read: count },
  total: { wire: 'totalCount', read: count },
};
const named = (type: WireEnum<string>): Fields => ({
  type: { wire: 'type', read: enumOf(type) },
  name: { wire: 'name', read: text },
  url: { wire: 'url', read: text },
  description: { wire: 'description', read: text },
});

/** Fields of `UpdateVersionsRequest`. */
export const versionFields: Fields = {
  availableVersions: { wire: 'availableVersions', read: names },
  latestVersion: { wire: 'latestVersion', read: text },
  referenceVersion: { wire: 'referenceVersion', read: text },
};

/** Fields of `UpdateDependenciesRequest`. */
export const dependencyFields: Fields = {
  dependents: { wire: 'dependenciesIn', read: names },
  dependsOn: { wire: 'dependenciesOut', read: names },
};

/** Fields of `CreateUpdateCatalogRequest` besides the name, by their names in the domain. */
export const catalogFields: Fields = {
  type: { wire: 'type', read: enumOf(catalogTypeEnum) },
  language: { wire: 'languages', read: enumOf(languageEnum) },
  owner: { wire: 'owner', read: text },
  version: { wire: 'version', read: text },
  link: { wire: 'link', read: text },
  description: { wire: 'description', read: text },
  repository: { wire: 'repository', read: text },
  ...dependencyFields,
  sla: {
    wire: 'sla',
    ...message({
      level: { wire: 'level', read: enumOf(slaLevelEnum) },
      uptimePercentage: { wire: 'uptimePercentage', read: numberOrNone },
      responseTimeMs: { wire: 'responseTimeMs', read: numberOrNone },
      description: { wire: 'description', read: text },
    }),
  },
  platform: { wire: 'platform', read: enumOf(platformEnum) },
  deliverables: {
    wire: 'usedDeliverables',
    ...messages({
      name: { wire: 'name', read: text },
      type: { wire: 'type', read: enumOf(catalogTypeEnum) },
      version: { wire: 'versionUsed', read: text },
      description: { wire: 'description', read: text },
    }),
  },
  channels: { wire: 'communicationChannels', ...messages(named(communicationEnum)) },
  dashboards: { wire: 'dashboardLinks', ...messages(named(dashboardEnum)) },
  vulnerabilities: {
    wire: 'vulnerabilitySummary',
    ...message({
      ...counts,
      lastUpdatedAt: { wire: 'lastUpdated', read: date },
      sources: {
        wire: 'sources',
        ...messages({
          name: { wire: 'name', read: text },
          type: { wire: 'type', read: text },
          url: { wire: 'url', read: text },
          ...counts,
          lastScanAt: { wire: 'lastScan', read: date },
          scanVersion: { wire: 'scanVersion', read: text },
          description: { wire: 'description', read: text },
        }),
      },
    }),
  },
  infrastructure: {
    wire: 'infrastructureResources',
    ...messages({
      id: { wire: 'id', read: text },
      name: { wire: 'name', read: text },
      type: { wire: 'type', read: enumOf(infrastructureEnum) },
      description: { wire: 'description', read: text },
      provider: { wire: 'provider', read: text },
      region: { wire: 'region', read: text },
      endpoint: { wire: 'endpoint', read: text },
      metadata: { wire: 'metadata', read: texts },
      connectedServices: { wire: 'connectedServices', read: names },
    }),
  },
};

/** A path in the domain's names as one on the wire. */
function wirePathOf(path: Path, fields: Fields): Path {
  const [first, ...rest] = path;
  if (first === undefined) return [];
  const field = typeof first === 'string' && Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (field) return [field.wire, ...wirePathOf(rest, field.inner ?? {})];
  return [first, ...wirePathOf(rest, fields)];
}

/**
 * The refusal of an input in the wire's names. Its text names each field; it has no issues of its own, since the dialect would
 * read their paths as those of an event.
 */
export function refusal(issues: readonly InputIssue[], fields: Fields = {}): DomainError {
  const texts = issues.slice(0, 10).map(({ path, detail }) => {
    const where = wirePathOf(path, fields).join('.');
    return `${where}${where && ' '}${detail}`;
  });
  if (issues.length > 10) texts.push(`and ${issues.length - 10} more`);
  return new DomainError('invalid', texts.join('; '));
}
