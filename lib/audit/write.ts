import { GroupCommit } from '@/lib/db/group-commit';
import { pool } from '@/lib/db/pool';
import type { AuditAbout, AuditEntryInput } from './entry';
import { fitJson, fitText } from './fit';

/** Entries of requests that come at the same time are written together, in one statement. */

const insert = {
  name: 'audit-insert',
  text: `
    INSERT INTO audit_entry (request_id, caller_kind, caller_id, caller_name, via, address, operation, outcome, reason, subject, before,
                             after, times)
    SELECT * FROM json_to_recordset($1) AS i(
      "requestId" text, "callerKind" text, "callerId" text, "callerName" text, via text, address text, operation text,
      outcome audit_outcome, reason text, subject text, before json, after json, times int)`,
};

/** Writes an entry. Returns after the commit. */
export function writeEntry(entry: AuditEntryInput): Promise<void> {
  return GroupCommit.named('audit.write', writeEntries).add(entry);
}

async function writeEntries(entries: readonly AuditEntryInput[]): Promise<undefined[]> {
  await pool().query({ ...insert, values: [`[${entries.map(document).join(',')}]`] });
  return entries.map(() => undefined);
}

function document(entry: AuditEntryInput): string {
  const texts = JSON.stringify({
    ...aboutFields(entry),
    outcome: entry.outcome,
    reason: fitText(entry.reason ?? '', 100),
    subject: fitText(entry.subject ?? '', 300),
    times: entry.times ?? 1,
  });
  const before = fitJson(entry.before);
  const after = fitJson(entry.after);
  // What is sealed is this text, so it is not written anew.
  return `${texts.slice(0, -1)}${before === null ? '' : `,"before":${before}`}${after === null ? '' : `,"after":${after}`}}`;
}

/** Who, how and from where, as it is stored. */
export function aboutFields(about: AuditAbout): Record<string, string> {
  return {
    requestId: fitText(about.requestId, 100),
    callerKind: about.callerKind,
    callerId: fitText(about.callerId, 200),
    callerName: fitText(about.callerName, 300),
    via: fitText(about.via, 300),
    address: fitText(about.address, 100),
    operation: fitText(about.operation, 100),
  };
}
