import type { InputIssue } from '@/lib/errors';

/**
 * What the domain's fields are called on Tracker's wire. Client-safe and pure.
 */

/** A field of the wire: where it stands, and its two spellings. */
export interface WireField {
  /** The object that holds it; the root when left out. */
  group?: 'attributes' | 'links';
  camel: string;
  snake: string;
}

/** Every field that a Tracker client can set, by its name in the domain. */
export const wireFields = {
  title: { camel: 'title', snake: 'title' },
  slackId: { camel: 'slackId', snake: 'slack_id' },
  message: { group: 'attributes', camel: 'message', snake: 'message' },
  source: { group: 'attributes', camel: 'source', snake: 'source' },
  kind: { group: 'attributes', camel: 'type', snake: 'type' },
  priority: { group: 'attributes', camel: 'priority', snake: 'priority' },
  relatedId: { group: 'attributes', camel: 'relatedId', snake: 'related_id' },
  service: { group: 'attributes', camel: 'service', snake: 'service' },
  status: { group: 'attributes', camel: 'status', snake: 'status' },
  environment: { group: 'attributes', camel: 'environment', snake: 'environment' },
  impact: { group: 'attributes', camel: 'impact', snake: 'impact' },
  startsAt: { group: 'attributes', camel: 'startDate', snake: 'start_date' },
  endsAt: { group: 'attributes', camel: 'endDate', snake: 'end_date' },
  owner: { group: 'attributes', camel: 'owner', snake: 'owner' },
  stakeholders: { group: 'attributes', camel: 'stakeHolders', snake: 'stake_holders' },
  notification: { group: 'attributes', camel: 'notification', snake: 'notification' },
  notifications: { group: 'attributes', camel: 'notifications', snake: 'notifications' },
  pullRequestUrl: { group: 'links', camel: 'pullRequestLink', snake: 'pull_request_link' },
  ticket: { group: 'links', camel: 'ticket', snake: 'ticket' },
} as const satisfies Record<string, WireField>;
export type DomainField = keyof typeof wireFields;

function fieldOf(name: unknown): WireField | undefined {
  return typeof name === 'string' && Object.hasOwn(wireFields, name)
    ? wireFields[name as DomainField]
    : undefined;
}

/** Where a field of the domain stands on the wire: `startsAt` is `attributes.startDate`. Other paths stay as they are. */
export function wirePath({ in: where, path }: InputIssue): readonly (string | number)[] {
  const field = where === 'body' ? fieldOf(path[0]) : undefined;
  if (!field) return path;
  return [...(field.group ? [field.group] : []), field.camel, ...path.slice(1)];
}

/** The domain's texts in the wire's words. */
export function wireDetail(detail: string): string {
  const unrelated = /^no event (\S+) exists to relate to$/.exec(detail);
  if (unrelated) return `is unknown: no event found in tracker for attributes.related_id ${unrelated[1]}`;
  return detail
    .replaceAll(/\bstartsAt\b/g, 'startDate')
    .replaceAll(/\bendsAt\b/g, 'endDate')
    .replaceAll(/\bpullRequestUrl\b/g, 'pullRequestLink');
}

/** The name that a changelog entry's field has on the wire (the proto's, as in `slack_id`). */
export function wireChangelogField(field: string): string {
  return fieldOf(field)?.snake ?? field;
}
