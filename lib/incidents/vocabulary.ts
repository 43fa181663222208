/** The closed vocabularies of incidents. Client-safe. */

export const incidentStatuses = ['open', 'investigating', 'resolved', 'closed'] as const;
/** Where an incident stands: the columns of the board, in order. */
export type IncidentStatus = (typeof incidentStatuses)[number];

/** Whether signals still join it: somebody has yet to make it good. */
export function isActive(status: IncidentStatus): boolean {
  return status === 'open' || status === 'investigating';
}

export const incidentOrigins = ['detected', 'reported'] as const;
/** Found by a rule in the signals, or told by a person or another system. */
export type IncidentOrigin = (typeof incidentOrigins)[number];

export const incidentCategories = [
  'database_issue',
  'memory_leak',
  'api_timeout',
  'authentication_error',
  'permission_denied',
  'network_error',
  'configuration_error',
  'disk_full',
  'cpu_overload',
  'rate_limited',
  'other',
] as const;
/** What sort of trouble it is. Source: the categories of Ops-Assist, and rate limiting, which its scenarios name. */
export type IncidentCategory = (typeof incidentCategories)[number];

export const verdicts = ['confirmed', 'cleared'] as const;
/** What a person says of a suspect: this change did it, or it did not. */
export type Verdict = (typeof verdicts)[number];

export const incidentEntryTypes = [
  'opened',
  'reopened',
  'status',
  'acknowledged',
  'assigned',
  'edited',
  'note',
  'merged',
  'split',
  'suspect',
  'triaged',
  'postmortem',
] as const;
/** What an entry of an incident's own timeline records. */
export type IncidentEntryType = (typeof incidentEntryTypes)[number];

export const signalLevels = ['warn', 'error', 'critical', 'fatal'] as const;
/** Levels that a detection rule can count. */
export type SignalLevel = (typeof signalLevels)[number];

export const groupings = ['service', 'fingerprint'] as const;
/** Whether all errors of a service make one incident, or each sort of message its own. */
export type Grouping = (typeof groupings)[number];

export const suspectParts = [
  'closeness',
  'distance',
  'environment',
  'kind',
  'outcome',
  'firstSight',
  'past',
] as const;
/**
 * What the score of a suspect is made of: closeness in time, the same service or how far it is in the graph, the environment, the kind of change,
 * whether it failed or was rolled back, the first sight of this error after it, and what was confirmed of its service and kind before.
 */
export type SuspectPart = (typeof suspectParts)[number];
