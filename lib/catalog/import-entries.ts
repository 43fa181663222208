import { setImmediate } from 'node:timers/promises';
import { type AuditAbout, type AuditTrail, auditTrail } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { DomainError } from '@/lib/errors';
import { issuesOf } from '@/lib/http/issues';
import { describesService, isBackstage, readBackstage } from './backstage';
import { serviceName } from './fields';
import { ownApiVersion, ownDocument } from './own-yaml';
import type { EntryChange } from './places';
import { changeEntry, type SaveEntry } from './save-entry';
import { entryPatch } from './schemas';
import type { ImportResultWire, ImportWire } from './transfer-operations';
import { readYaml } from './yaml';

/**
 * Takes entries in from YAML. Each document is stored by itself, in order, and has its own result. Our own documents replace an
 * entry, as they hold all of it; those of Backstage change what they speak of.
 *
 * A dry run answers what would happen to each document if it were the only one. Throws `invalid` for too many documents.
 *
 * @param audit of the request: each entry that changes has its own entry there, written before the next document is read
 */
export async function importEntries(
  text: string,
  actor: string,
  dryRun: boolean,
  audit?: AuditTrail,
): Promise<ImportWire> {
  if (audit) audit.written = true;
  const results: ImportResultWire[] = [];
  let document = 0;
  for (const read of readYaml(text)) {
    document += 1;
    // Reading keeps everybody else waiting: between two documents it is their turn.
    await setImmediate();
    results.push({
      document,
      ...('problem' in read
        ? refused(null, [{ path: '', detail: read.problem }])
        : await importOne(read.value, { actor, dryRun, about: audit?.about })),
    });
  }
  const count = (outcome: ImportResultWire['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return {
    dryRun,
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    skipped: count('skipped'),
    results,
  };
}

type Result = Omit<ImportResultWire, 'document'>;
type Issues = ImportResultWire['issues'];

const refused = (name: string | null, issues: Issues): Result => ({ name, outcome: 'refused', issues });

/** What a document says, if it says anything that can be stored. */
type Reading = Result | { change: Omit<SaveEntry, 'revives' | 'actor' | 'dryRun'>; leftOut: Issues };

/** The entries that a text would change, and how. A document that would be refused changes nothing. */
export function entriesIn(text: string): EntryChange[] {
  return [...readYaml(text)].flatMap((read) => {
    const reading = 'problem' in read ? null : readDocument(read.value);
    return reading && 'change' in reading ? [reading.change] : [];
  });
}

interface Importing {
  actor: string;
  dryRun: boolean;
  about: AuditAbout | undefined;
}

async function importOne(value: unknown, { actor, dryRun, about }: Importing): Promise<Result> {
  const reading = readDocument(value);
  if (!('change' in reading)) return reading;
  const audit = about && auditTrail(about);
  const result = await save(
    { ...reading.change, actor, dryRun, ...(audit ? { audit } : {}) },
    reading.leftOut,
  );
  if (audit && !dryRun && (result.outcome === 'created' || result.outcome === 'updated'))
    await recordAudit({ ...audit.about, outcome: 'done', ...audit.noted });
  return result;
}

function readDocument(value: unknown): Reading {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refused(null, [{ path: '', detail: 'must be an object' }]);
  const document = value as Record<string, unknown>;
  if (isBackstage(document)) return readBackstageDocument(document);
  if (document.apiVersion !== ownApiVersion)
    return refused(nameIn(document.name), [
      { path: 'apiVersion', detail: `must be ${ownApiVersion} or one of backstage.io` },
    ]);
  const parsed = ownDocument.safeParse(document);
  if (!parsed.success) return refused(nameIn(document.name), issuesIn(parsed.error));
  const { name, spec, discovered } = parsed.data;
  return { change: { name, patch: spec, mode: 'replace', describes: !discovered }, leftOut: [] };
}

function readBackstageDocument(document: Record<string, unknown>): Reading {
  const reading = readBackstage(document);
  if (!describesService(document))
    return {
      name: nameIn(reading.name),
      outcome: 'skipped',
      issues: [
        { path: 'kind', detail: `${String(document.kind).slice(0, 100)} is no component, API or resource` },
      ],
    };
  const name = serviceName.safeParse(reading.name);
  const patch = entryPatch.safeParse(reading.patch);
  if (!name.success || !patch.success)
    return refused(nameIn(reading.name), [
      ...(name.success ? [] : issuesIn(name.error, 'metadata.name')),
      ...(patch.success ? [] : issuesIn(patch.error)),
    ]);
  return {
    change: { name: name.data, patch: patch.data, mode: 'merge', describes: true },
    leftOut: reading.leftOut,
  };
}

async function save(change: Omit<SaveEntry, 'revives'>, leftOut: Issues): Promise<Result> {
  try {
    const { created, changed } = await changeEntry({ ...change, revives: false });
    return {
      name: change.name,
      outcome: created ? 'created' : changed ? 'updated' : 'unchanged',
      issues: leftOut,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const issues = error.details.issues ?? [{ path: [], detail: error.message }];
    return refused(
      change.name,
      issues.map(({ path, detail }) => ({ path: path.join('.'), detail })),
    );
  }
}

const nameIn = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : null);

function issuesIn(error: Parameters<typeof issuesOf>[0], at = ''): Issues {
  return issuesOf(error, 'body')
    .slice(0, 20)
    .map(({ path, detail }) => ({ path: [at, ...path].filter((part) => part !== '').join('.'), detail }));
}
