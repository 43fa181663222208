import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import { updateEventWithin } from '@/lib/events/update-event-within';
import type { Priority } from '@/lib/events/vocabulary';
import { pokeFeed } from '@/lib/live/poke';
import { appendEntries } from '../append-entries';
import { lockIncident, withIncidents } from '../lock-incident';
import type { TriageWire } from '../schemas';
import { tellChange } from '../tell-change';
import type { Judgement } from './classify';

/** On what condition a judgement is stored: something else may have happened while it was made. */
type StoreIf =
  | { kind: 'always' }
  /** Only whoever holds the request that was taken up with this deadline stores its answer, and ends the request. */
  | { kind: 'lease'; until: Date }
  /** Only if the last judgement is still this one. */
  | { kind: 'last'; at: string | null };

interface Judged {
  severity: Priority | null;
  triage: TriageWire | null;
  triage_wanted_at: Date | null;
}

/**
 * Stores a judgement: what triage said as a whole, and category, summary and severity each unless a person has set it. Answers whether it
 * was stored: not for a merged incident, and not when the condition does not hold any more. Throws `not_found`.
 *
 * @param then more to do in the same transaction
 */
export async function storeTriage(
  number: number,
  judgement: Judgement,
  actor: string,
  condition: StoreIf,
  then: (client: PoolClient) => Promise<void> = async () => {},
  audit?: AuditTrail,
): Promise<boolean> {
  const store = async (client: PoolClient) => {
    const locked = await lockIncident(client, number);
    const { rows } = await client.query<Judged>(
      `SELECT e.priority AS severity, i.triage, i.triage_wanted_at
         FROM incident i JOIN event e ON e.id = i.event_id WHERE i.number = $1`,
      [number],
    );
    const row = { ...locked, ...(rows[0] as Judged) };
    if (row.merged_into !== null || !holds(condition, row)) return false;
    const free = (field: string) => !row.judged_by_person.includes(field);
    if (free('severity') && row.severity !== judgement.severity) {
      await updateEventWithin(client, {
        which: { id: row.event_id },
        patch: { priority: judgement.severity },
        actor,
      });
    }
    const triage: TriageWire = { ...judgement, at: new Date().toISOString() };
    await client.query(
      `UPDATE incident SET triage = $2, category = coalesce($3, category), summary = coalesce($4, summary),
           triage_wanted_at = CASE WHEN $5 THEN NULL ELSE triage_wanted_at END, revision = revision + 1, updated_at = now()
         WHERE number = $1`,
      [
        number,
        JSON.stringify(triage),
        free('category') ? judgement.category : null,
        free('summary') ? judgement.summary : null,
        condition.kind === 'lease',
      ],
    );
    await appendEntries(client, [
      {
        incident: number,
        actor,
        type: 'triaged',
        field: 'category',
        oldValue: row.category,
        newValue: judgement.category,
        text: wordsOf(judgement),
      },
    ]);
    await then(client);
    await tellChange(client, 'updated', row.event_id);
    return true;
  };
  const stored = await withIncidents([number], store, audit);
  if (stored) pokeFeed();
  return stored;
}

/** How the judgement came about, for the timeline. */
function wordsOf({ source, model, fallback, severity }: Judgement): string {
  if (source === 'model') return `${severity}, judged by the model ${model}.`;
  return `${severity}, judged by the built-in classifier.${fallback ? ` ${fallback}` : ''}`;
}

function holds(condition: StoreIf, row: Judged): boolean {
  if (condition.kind === 'lease') return row.triage_wanted_at?.getTime() === condition.until.getTime();
  return condition.kind === 'always' || (row.triage?.at ?? null) === condition.at;
}
