import { formatRelative } from '@/components/time/format';
import type { Phase, Priority } from '@/lib/events/vocabulary';
import type { IncidentWire } from '@/lib/incidents/schemas';
import {
  type IncidentCategory,
  type IncidentOrigin,
  type IncidentStatus,
  incidentStatuses,
  isActive,
} from '@/lib/incidents/vocabulary';

/** The words for incidents on the screen. Pure. */

export const incidentStatusLabel: Record<IncidentStatus, string> = {
  open: 'Open',
  investigating: 'Investigating',
  resolved: 'Resolved',
  closed: 'Closed',
};

/** What a status looks like. Closed is grey, not green: nobody has to look at it any more. */
export const incidentStatusPhase: Record<IncidentStatus, Phase> = {
  open: 'attention',
  investigating: 'running',
  resolved: 'succeeded',
  closed: 'noted',
};

export const incidentCategoryLabel: Record<IncidentCategory, string> = {
  database_issue: 'Database',
  memory_leak: 'Memory',
  api_timeout: 'Timeout',
  authentication_error: 'Authentication',
  permission_denied: 'Permissions',
  network_error: 'Network',
  configuration_error: 'Configuration',
  disk_full: 'Disk full',
  cpu_overload: 'CPU',
  rate_limited: 'Rate limit',
  other: 'Other',
};

export const severityWord: Record<Priority, string> = {
  P1: 'Critical',
  P2: 'High',
  P3: 'Medium',
  P4: 'Low',
  P5: 'Trivial',
};

export const originLabel: Record<IncidentOrigin, string> = {
  detected: 'Found by a rule',
  reported: 'Reported',
};

export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

export const assignedInWords = (number: number, assignee: string) =>
  assignee === ''
    ? `Nobody is assigned to incident ${number}`
    : `Incident ${number} is assigned to ${assignee}`;

/** What a screen reader hears when an incident changes by itself; null for what is no news. */
export function heard(op: string, incident: IncidentWire): string | null {
  const { number, status, title, service, mergedInto } = incident;
  if (mergedInto !== null) return `Incident ${number} was merged into incident ${mergedInto}`;
  if (op === 'created') return `Incident ${number} opened: ${title}, ${service}`;
  if (op === 'moved') return `Incident ${number} is now ${incidentStatusLabel[status].toLowerCase()}`;
  return null;
}

/**
 * Why an incident was not moved, for the one who lost a race. `said` is the problem that the API answered, `now` milliseconds. The status
 * is where it really is, null when the answer does not say.
 */
export function fasterInWords(
  number: number,
  said: Readonly<Record<string, unknown>>,
  now = Date.now(),
): { title: string; text: string; status: IncidentStatus | null } {
  const status = incidentStatuses.find((known) => known === said.incidentStatus) ?? null;
  const actor = typeof said.actor === 'string' && said.actor !== '' ? capital(said.actor) : 'Somebody else';
  const when = typeof said.at === 'string' ? ` ${formatRelative(said.at, now)}` : '';
  if (typeof said.mergedInto === 'number') {
    return {
      status,
      title: `Incident ${number} goes on as incident ${said.mergedInto}`,
      text: `${actor} merged it${when}. It cannot be moved any more.`,
    };
  }
  const where = status ? incidentStatusLabel[status].toLowerCase() : 'elsewhere';
  return {
    status,
    title: `${actor} was faster with incident ${number}`,
    text: `It was moved to ${where}${when}, and that is where the card is now.`,
  };
}

/** The incident as it will be once it has moved, until the server says so itself. `at` is now, RFC 3339. */
export function movedTo(incident: IncidentWire, status: IncidentStatus, at: string): IncidentWire {
  const active = isActive(status);
  return {
    ...incident,
    status,
    updatedAt: at,
    endedAt: active ? null : (incident.endedAt ?? at),
    resolvedAt: active ? null : (incident.resolvedAt ?? at),
    closedAt: status === 'closed' ? at : null,
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
