import type { EventPatch, EventWire, JsonValue } from '@/lib/events/schemas';
import { httpUrl } from '@/lib/links';
import { commitUrl, repositoryUrl } from './repository-url';
import type { ReportFields, RunState } from './run-state';
import { eventStatusOf, eventTypeOf, type RunKind } from './vocabulary';

/** How a run shows on the timeline. Client-safe and pure. */

/** What a run is about, in the spelling that is kept. */
export interface RunPlace {
  kind: RunKind;
  service: string;
  /** Null for builds. */
  environment: string | null;
  version: string;
  source: string;
}

/** The title of a run's event. */
export function titleOfRun({ kind, service, environment, version }: RunPlace): string {
  return kind === 'build' ? `Build ${service} ${version}` : `Deploy ${service} ${version} to ${environment}`;
}

/** Longest message of an event. */
const maxMessage = 65_536;

/** The fields of an event that follow from what its run reported. */
export function eventOfRun(place: RunPlace, { status, startsAt, endsAt, fields }: RunState) {
  const { metadata = {}, by, byName, sha } = fields;
  const reason = fields.errorMessage || (typeof metadata.error === 'string' ? metadata.error : '');
  return {
    status: eventStatusOf[status],
    eventType: eventTypeOf(place.kind, status),
    startsAt,
    endsAt,
    owner: by || byName || '',
    sha: sha || null,
    message: reason.slice(0, maxMessage),
    links: linksOf(place.source, fields),
    payload: payloadOf(fields),
    metadata,
  } satisfies EventPatch;
}

function linksOf(source: string, { url, deployUrl, repository, sha }: ReportFields): EventWire['links'] {
  const pages = [
    { title: 'Run', url: httpUrl(url) },
    { title: 'Deployment', url: httpUrl(deployUrl) },
    { title: 'Commit', url: commitUrl(repositoryUrl(repository ?? '', source), sha ?? null) },
  ];
  return pages.flatMap(({ title, url }) => (url === null ? [] : { title, url }));
}

function payloadOf(fields: ReportFields): Record<string, JsonValue> | null {
  const names = ['repository', 'branch', 'buildNumber', 'errorCode', 'byEmail', 'byName'] as const;
  const told = names.flatMap((name) => (fields[name] ? [[name, fields[name]] as const] : []));
  return told.length === 0 ? null : Object.fromEntries(told);
}

/**
 * What a further report changes of the event: only fields that follow from the reports and are no longer as they followed from those
 * before. So what people have changed by hand meanwhile stays.
 */
export function patchOfRun(place: RunPlace, before: RunState, after: RunState): EventPatch {
  const was = eventOfRun(place, before);
  const is = eventOfRun(place, after);
  const changed = Object.entries(is).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof typeof was]),
  );
  return Object.fromEntries(changed);
}
