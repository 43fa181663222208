import type { AuditTrail } from '@/lib/audit/entry';
import { deleteEntry } from '@/lib/catalog/delete-entry';
import type { EntryData } from '@/lib/catalog/entry-data';
import { serviceName } from '@/lib/catalog/fields';
import { findEntries } from '@/lib/catalog/find-entries';
import type { Entry } from '@/lib/catalog/row';
import { changeEntry, type SaveEntry } from '@/lib/catalog/save-entry';
import { type EntryPatch, entryPatch } from '@/lib/catalog/schemas';
import type { EntryType } from '@/lib/catalog/vocabulary';
import { bodyIssue, DomainError, type InputIssue, invalid } from '@/lib/errors';
import { issuesOf } from '@/lib/http/issues';
import type { RawQuery } from '@/lib/http/query';
import { catalogTypeEnum } from './catalog-enums';
import {
  catalogFields,
  dependencyFields,
  type Fields,
  readFields,
  refusal,
  versionFields,
} from './catalog-fields';
import type { EnumTable } from './enums';
import { valuesOf } from './search';

/** Tracker's catalog as verbs, for its HTTP and gRPC sides alike. Every refusal is in the wire's names. */

const notFound = (name: string) =>
  new DomainError('not_found', `catalog ${name.length > 200 ? `${name.slice(0, 200)}…` : name} not found`);

/** Reads a body's fields as a patch. Throws `invalid`. */
export function readCatalogPatch(
  body: unknown,
  fields: Fields,
  table: EnumTable,
  known: InputIssue[] = [],
): EntryPatch {
  const issues = [...known];
  const read = readFields(body, fields, [], { table, issues });
  const parsed = entryPatch.safeParse(read ?? {});
  if (!parsed.success)
    issues.push(...issuesOf(parsed.error, 'body').filter((issue) => !alreadySaid(issue, issues)));
  if (issues.length > 0 || !parsed.success) throw refusal(issues, fields);
  return parsed.data;
}

/** What could not be read is missing for the schema as well; one of the two texts is enough. */
const alreadySaid = (issue: InputIssue, said: readonly InputIssue[]) =>
  issue.detail === 'is required' && said.some(({ path }) => path.length >= issue.path.length);

function readName(value: unknown): { name: string } | { issue: InputIssue } {
  if (value === undefined || value === null || value === '')
    return { issue: bodyIssue(['name'], 'is required') };
  const parsed = serviceName.safeParse(value);
  if (parsed.success) return { name: parsed.data };
  return { issue: bodyIssue(['name'], parsed.error.issues[0]?.message ?? 'is not valid') };
}

/** The name in a query. Throws `invalid` without one. */
export function nameInQuery(query: RawQuery): string {
  const [name, ...more] = valuesOf(query, 'name');
  if (name === undefined) throw invalid([{ in: 'query', path: ['name'], detail: 'is required' }]);
  if (more.length > 0)
    throw invalid([{ in: 'query', path: ['name'], detail: 'too many values: give it once' }]);
  return name;
}

/** Reads an entry. Throws `not_found` for what nobody knows and for what was deleted. */
export async function getCatalog(name: string): Promise<Entry> {
  const [entry] = await findEntries([name]);
  if (!entry || entry.gone) throw notFound(name);
  return entry;
}

async function change(save: Omit<SaveEntry, 'mode' | 'revives'>, fields: Fields): Promise<Entry> {
  try {
    await changeEntry({ ...save, mode: 'merge', revives: false });
  } catch (error) {
    if (error instanceof DomainError && error.details.issues) throw refusal(error.details.issues, fields);
    throw error;
  }
  return getCatalog(save.name);
}

/** Reads an entry's name and what is said of it. Throws `invalid`. */
export function readCatalog(body: unknown, table: EnumTable): { name: string; patch: EntryPatch } {
  const named = readName((body as { name?: unknown } | null)?.name);
  const patch = readCatalogPatch(body, catalogFields, table, 'issue' in named ? [named.issue] : []);
  return { name: (named as { name: string }).name, patch };
}

/**
 * Creates or updates an entry: what is left out stays, null or an empty value clears. Name, owner and version are required,
 * in the body or because they were said before.
 */
export async function putCatalog(
  body: unknown,
  table: EnumTable,
  actor: string,
  audit?: AuditTrail,
): Promise<Entry> {
  const { name, patch } = readCatalog(body, table);
  return change(
    { name, patch, describes: true, actor, check: (_, after) => requireSaid(after), ...auditOf(audit) },
    catalogFields,
  );
}

function requireSaid(after: EntryData): void {
  const missing = (['owner', 'version'] as const).filter((field) => after[field] === '');
  if (missing.length > 0) throw refusal(missing.map((field) => bodyIssue([field], 'is required')));
}

/** Changes the versions of an entry that is there; whether it was described does not change by that. */
export function putVersions(
  name: string,
  body: unknown,
  table: EnumTable,
  actor: string,
  audit?: AuditTrail,
): Promise<Entry> {
  return putPart(name, body, versionFields, { table, actor, audit });
}

/** Changes the dependencies of an entry that is there, and so the other side of each. */
export function putDependencies(
  name: string,
  body: unknown,
  table: EnumTable,
  actor: string,
  audit?: AuditTrail,
): Promise<Entry> {
  return putPart(name, body, dependencyFields, { table, actor, audit });
}

async function putPart(
  name: string,
  body: unknown,
  fields: Fields,
  { table, actor, audit }: { table: EnumTable; actor: string; audit: AuditTrail | undefined },
): Promise<Entry> {
  const patch = readCatalogPatch(body, fields, table);
  const named = readName(name);
  if ('issue' in named) throw notFound(name);
  const check: SaveEntry['check'] = (row) => {
    if (!row || row.gone_at !== null) throw notFound(name);
  };
  return change({ name: named.name, patch, describes: false, actor, check, ...auditOf(audit) }, fields);
}

const auditOf = (audit: AuditTrail | undefined) => (audit ? { audit } : {});

/** Deletes an entry and answers its name. Throws `not_found`. */
export async function deleteCatalog(name: string, actor: string, audit?: AuditTrail): Promise<string> {
  try {
    return await deleteEntry(name, actor, undefined, audit);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') throw notFound(name);
    throw error;
  }
}

/** The types that compliance is asked for, by name or number, repeated or with commas. Throws `invalid`. */
export function readTypes(query: RawQuery, table: EnumTable): EntryType[] {
  const issues: InputIssue[] = [];
  const types = valuesOf(query, 'types', 'type')
    .flatMap((text) => text.split(','))
    .flatMap((text) => {
      const type = catalogTypeEnum.read(text, table);
      if (type === undefined)
        issues.push({ in: 'query', path: ['types'], detail: catalogTypeEnum.refusal(text, table) });
      return type ?? [];
    });
  if (issues.length > 0) throw invalid(issues);
  return types;
}
