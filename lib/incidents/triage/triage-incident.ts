import type { AuditTrail } from '@/lib/audit/entry';
import { getIncident } from '../find-incidents';
import type { IncidentDetailWire } from '../schemas';
import { classify } from './classify';
import { readToJudge } from './read-signals';
import { storeTriage } from './store-triage';
import { wantTriage } from './want-triage';

/**
 * Judges an incident again by what it has now: the built-in classifier at once, and a model, where one is set up, later
 * (`triagePending`). A merged incident is answered as it is. Throws `not_found`.
 */
export async function triageIncident(
  number: number,
  actor: string,
  audit?: AuditTrail,
): Promise<IncidentDetailWire> {
  const { signals, context, mergedInto } = await readToJudge(number);
  if (mergedInto === null) {
    await storeTriage(
      number,
      classify(signals, context),
      actor,
      { kind: 'always' },
      (client) => wantTriage(client, number),
      audit,
    );
  } else if (audit) {
    audit.written = true;
  }
  return getIncident(number);
}
