import { told } from '@/lib/deployments/deployment-row';
import { type RunStatus, runStatusOf } from '@/lib/deployments/vocabulary';
import type { EventWire } from '@/lib/events/schemas';
import { phaseOf } from '@/lib/events/vocabulary';
import type { PreflightWire } from '@/lib/preflight/schemas';
import type { VersionerBuild, VersionerDeployment } from './event-schemas';
import { uuidOf } from './ids';

/** Deployments and builds as Versioner's wire answers them, whichever dialect brought them. Pure. */

/** What an event is about, by number, and what only its run knows. */
export interface Besides {
  serviceId: number;
  environmentId: number | null;
  versionId: number | null;
  /** As it is kept. */
  version: string | null;
  /** Of the version, where the event tells none. */
  sha: string | null;
  invocation: string | null;
}

const orNull = (text: string) => text || null;

/** Where any deployment stands, in canonical words: what ended with a warning, or was noted when it was done, is completed. */
export function canonicalStatusOf({ status, until }: Pick<EventWire, 'status' | 'until'>): RunStatus {
  return runStatusOf(phaseOf(status)) ?? (until === null ? 'started' : 'completed');
}

function commonOf(event: EventWire, about: Besides) {
  const { payload } = event;
  const link = (title: string) => event.links.find((candidate) => candidate.title === title)?.url ?? null;
  const status = canonicalStatusOf(event);
  const ended = status !== 'pending' && status !== 'started';
  return {
    links: { run: link('Run'), deployment: link('Deployment') },
    ended,
    fields: {
      id: event.id,
      product_id: uuidOf('product', about.serviceId),
      product_name: event.service,
      status,
      completed_at: ended ? event.until : null,
      source_system: orNull(event.source),
      invoke_id: about.invocation,
      build_number: orNull(told(payload, 'buildNumber')),
      scm_sha: event.sha ?? about.sha,
      scm_branch: orNull(told(payload, 'branch')),
      scm_repository: orNull(told(payload, 'repository')),
      error_message: ended && status !== 'completed' ? orNull(event.message) : null,
      error_code: orNull(told(payload, 'errorCode')),
      extra_metadata: event.metadata,
      created_at: event.createdAt,
      updated_at: event.updatedAt,
    },
  };
}

/** The deployment that an event is. `preflight` is what the rules said to a start. */
export function writeDeployment(
  event: EventWire,
  about: Besides,
  preflight: PreflightWire | null = null,
): VersionerDeployment {
  const { fields, links } = commonOf(event, about);
  return {
    ...fields,
    version_id: about.versionId === null ? null : uuidOf('version', about.versionId),
    version: about.version ?? event.version,
    environment_id: about.environmentId === null ? null : uuidOf('environment', about.environmentId),
    environment_name: event.environment,
    deployed_at: event.at,
    deployed_by: orNull(event.owner),
    deployed_by_email: orNull(told(event.payload, 'byEmail')),
    deployed_by_name: orNull(told(event.payload, 'byName')),
    build_url: links.run,
    deploy_url: links.deployment ?? links.run,
    soak_time_hours: null,
    extra_metadata: {
      ...fields.extra_metadata,
      ...(preflight ? { preflight_status: writePreflight(preflight) } : {}),
    } as VersionerDeployment['extra_metadata'],
  };
}

function writePreflight({ rules, reasons }: PreflightWire) {
  return {
    status: rules.some(({ outcome }) => outcome === 'failed') ? ('failed' as const) : ('passed' as const),
    rules_evaluated: rules.map(({ id, name, mode, outcome }) => ({
      rule_name: name,
      status: mode,
      evaluation_result: outcome,
      error_message: reasons.find(({ rule }) => rule?.id === id)?.message ?? null,
    })),
  };
}

/** The build that an event is. */
export function writeBuild(event: EventWire, about: Besides & { versionId: number }): VersionerBuild {
  const { fields, links } = commonOf(event, about);
  return {
    ...fields,
    version_id: uuidOf('version', about.versionId),
    version: about.version ?? event.version ?? '',
    build_url: links.run,
    started_at: event.startsAt,
    built_by: orNull(event.owner),
    built_by_email: orNull(told(event.payload, 'byEmail')),
    built_by_name: orNull(told(event.payload, 'byName')),
  };
}
