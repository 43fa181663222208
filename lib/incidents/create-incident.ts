import type { VerifiedRun } from '@/lib/access/caller';
import type { AuditTrail } from '@/lib/audit/entry';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { ingestOne } from '@/lib/events/ingest';
import { newId } from '@/lib/ids';
import { findIncidentsByEvent, getIncident } from './find-incidents';
import { reportAsSignal } from './open-incident';
import type { IncidentDetailWire, IncidentDraft } from './schemas';
import { eventStatusOf } from './status-of-event';
import { classify } from './triage/classify';
import { isActive } from './vocabulary';

/**
 * Reports an incident: its event goes through the door of all events, which opens the incident with it. A severity that is left out
 * is judged from the words.
 *
 * @param id of the event, when a retry has to create the same one; the answer then is the incident as it stands
 * Throws `invalid` for a start in the future.
 */
export async function createIncident(
  draft: IncidentDraft,
  actor: string,
  id: string = newId(),
  verified: VerifiedRun | null = null,
  audit?: AuditTrail,
): Promise<{ incident: IncidentDetailWire; created: boolean }> {
  const now = new Date().toISOString();
  const startedAt = draft.startedAt ?? now;
  if (startedAt > now) throw invalid([bodyIssue(['startedAt'], 'is in the future')]);
  const status = draft.status ?? 'open';
  const { title, service, environment = null, message = '' } = draft;
  const told = reportAsSignal({ id, title, message, level: null, at: startedAt });
  const { event, created } = await ingestOne({
    actor,
    verified,
    id,
    draft: {
      kind: 'incident',
      title,
      service,
      environment,
      message,
      status: eventStatusOf(status, null),
      priority: draft.severity ?? classify([told], { service, environment }).severity,
      startsAt: startedAt,
      ...(isActive(status) ? {} : { endsAt: now }),
      source: 'shiplog',
    },
    incident: { assignee: draft.assignee, severityJudged: draft.severity === undefined },
  });
  const [incident] = await findIncidentsByEvent([event.id]);
  if (!incident) throw new DomainError('conflict', 'The same incident was being deleted; try again.');
  const detail = await getIncident(incident.number);
  // Also of a retry, which comes when nobody knows whether the first attempt got as far as its entry.
  audit?.note({ subject: `incident:${detail.number}`, after: detail });
  return { incident: detail, created };
}
