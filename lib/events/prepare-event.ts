import { type KnownName, rememberedEnvironment, rememberedService } from '@/lib/catalog/known-names';
import { bodyIssue, invalid } from '@/lib/errors';
import { newId } from '@/lib/ids';
import type { NewEvent } from './insert-events';
import { type EventDraft, type EventWire, endBeforeStart } from './schemas';
import { spanOf } from './span';
import { phaseOf } from './vocabulary';

/** What must be known of the event that a new one is related to. */
export interface Related {
  id: string;
  created_at: Date;
  service: string;
  service_id: number;
  environment: string | null;
  environment_id: number | null;
}

/**
 * A new event, complete: what is missing is inherited from the related event or takes its default, and what follows from the
 * rest is derived. It is made in its wire form, which is answered and stored: on the way in every microsecond counts.
 *
 * The services and environments of the draft are remembered by now, or given as `place`. Throws `invalid` for a relation to nothing, a
 * missing service and an end before the start.
 */
export function prepareEvent(
  draft: EventDraft,
  about: {
    actor: string;
    id: string | undefined;
    related: Related | undefined;
    createdAt: string;
    /** What the issuer of the reporting CI run vouches for. */
    verified?: EventWire['verified'] | undefined;
    /** Where it happens, for a caller who knows it from the database rather than by name. */
    place?: { service: KnownName; environment: KnownName | null };
  },
): NewEvent {
  const { related, createdAt } = about;
  if (draft.relatedId && !related) {
    throw invalid([bodyIssue(['relatedId'], `no event ${draft.relatedId} exists to relate to`)]);
  }
  const service =
    about.place?.service ?? (draft.service === undefined ? undefined : rememberedService(draft.service));
  const serviceId = service?.id ?? related?.service_id;
  if (serviceId === undefined) throw invalid([bodyIssue(['service'], 'is required')]);
  const environment = about.place
    ? about.place.environment
    : draft.environment
      ? rememberedEnvironment(draft.environment)
      : draft.environment === undefined && related?.environment_id
        ? { id: related.environment_id, name: related.environment as string }
        : undefined;

  const status = draft.status ?? null;
  const startsAt = draft.startsAt ?? null;
  const endsAt = draft.endsAt ?? null;
  if (startsAt && endsAt && endsAt < startsAt) throw invalid([bodyIssue(['endsAt'], endBeforeStart)]);
  const span = spanOf({
    status,
    startsAt: startsAt === null ? null : Date.parse(startsAt),
    endsAt: endsAt === null ? null : Date.parse(endsAt),
    endedAt: null,
    createdAt: Date.parse(createdAt),
    relatedCreatedAt: related?.created_at.getTime() ?? null,
  });
  return {
    serviceId,
    environmentId: environment?.id ?? null,
    versionId: null,
    long: span.long,
    event: {
      id: about.id ?? newId(),
      kind: draft.kind,
      title: draft.title,
      message: draft.message ?? '',
      service: service?.name ?? (related as Related).service,
      environment: environment?.name ?? null,
      status,
      phase: phaseOf(status),
      priority: draft.priority ?? null,
      impact: draft.impact ?? 0,
      level: draft.level ?? null,
      category: draft.category ?? null,
      eventType: draft.eventType ?? null,
      source: draft.source ?? '',
      owner: draft.owner ?? '',
      stakeholders: draft.stakeholders ?? [],
      notification: draft.notification ?? false,
      notifications: draft.notifications ?? [],
      startsAt,
      endsAt,
      at: startsAt ?? createdAt,
      until: span.until === null ? null : new Date(span.until).toISOString(),
      durationMs: span.durationMs,
      relatedId: draft.relatedId ?? null,
      version: draft.version ?? null,
      sha: draft.sha ?? null,
      pullRequestUrl: draft.pullRequestUrl ?? null,
      ticket: draft.ticket ?? null,
      links: draft.links ?? [],
      slackId: draft.slackId ?? null,
      externalId: draft.externalId ?? null,
      payload: draft.payload ?? null,
      metadata: draft.metadata ?? {},
      createdBy: about.actor,
      verified: about.verified ?? null,
      revision: 1,
      createdAt,
      updatedAt: createdAt,
    },
  };
}
