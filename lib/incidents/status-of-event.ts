import type { EventStatus } from '@/lib/events/vocabulary';
import type { IncidentStatus } from './vocabulary';

/**
 * An incident and its event say the same in two vocabularies. Client-safe.
 *
 * Tracker's incident events go open → close or done; its other statuses are read as what their reporters mean by them: an
 * incident event that says `failure` or `warning` reports that something is broken, not that the incident is over.
 */
const ofEvent: Record<EventStatus, IncidentStatus> = {
  planned: 'open',
  pending: 'open',
  waiting_approval: 'open',
  start: 'open',
  open: 'open',
  warning: 'open',
  failure: 'open',
  error: 'open',
  snapshot: 'open',
  user_update: 'open',
  recommendation: 'open',
  in_progress: 'investigating',
  success: 'resolved',
  done: 'resolved',
  close: 'closed',
  aborted: 'closed',
};

const ofIncident: Record<IncidentStatus, EventStatus> = {
  open: 'open',
  investigating: 'in_progress',
  resolved: 'done',
  closed: 'close',
};

/** Where an incident stands whose event says this. */
export function incidentStatusOf(status: EventStatus | null): IncidentStatus {
  return status === null ? 'open' : ofEvent[status];
}

/** What an event says whose incident stands there. A status that says so already stays: the reporter's word is kept. */
export function eventStatusOf(status: IncidentStatus, current: EventStatus | null): EventStatus {
  return current !== null && ofEvent[current] === status ? current : ofIncident[status];
}
