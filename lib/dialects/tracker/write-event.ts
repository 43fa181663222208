import type { ChangelogEntryWire, EventWire } from '@/lib/events/schemas';
import { type EventStatus, statuses } from '@/lib/events/vocabulary';
import { httpUrl, looksLikeUnsafeUrl } from '@/lib/links';
import { protoDuration, protoTimestamp } from './dates';
import {
  changeTypeEnum,
  type EnumTable,
  environmentEnum,
  priorityEnum,
  statusEnum,
  trackerStatus,
  typeEnum,
} from './enums';
import { wireChangelogField } from './field-names';
import type { TrackerChangelogEntry, TrackerEvent, TrackerEventAnswer } from './schemas';

/**
 * Events as Tracker's wire answers them: every field present, enums as names, unset messages null, timestamps and durations as
 * protojson writes them. Pure.
 */

/** The event in Tracker's form. */
export function writeEvent(
  event: EventWire,
  changelog: readonly ChangelogEntryWire[],
  table: EnumTable,
): TrackerEvent {
  // A row that was put into the database by other hands may hold anything: only what is harmless as a link goes out.
  const pullRequestLink = httpUrl(event.pullRequestUrl) ?? '';
  const ticket = event.ticket === null || looksLikeUnsafeUrl(event.ticket) ? '' : event.ticket;
  const { kind } = event;
  return {
    title: event.title,
    attributes: {
      message: event.message,
      source: event.source,
      ...(typeEnum.has(kind) ? { type: typeEnum.write(kind) } : { type: typeEnum.unspecified, kind }),
      priority: priorityEnum.write(event.priority),
      relatedId: event.relatedId ?? '',
      service: event.service,
      status: statusEnum.write(trackerStatus(event.status)),
      environment: event.environment ?? environmentEnum.unspecified,
      impact: table === 'proto' ? event.impact > 0 : event.impact,
      startDate: event.startsAt && protoTimestamp(event.startsAt),
      endDate: event.endsAt && protoTimestamp(event.endsAt),
      owner: event.owner,
      stakeHolders: event.stakeholders,
      notification: event.notification,
      notifications: event.notifications,
    },
    links: pullRequestLink === '' && ticket === '' ? null : { pullRequestLink, ticket },
    metadata: {
      createdAt: protoTimestamp(event.createdAt),
      duration: event.durationMs === null ? null : protoDuration(event.durationMs),
      id: event.id,
      slackId: event.slackId ?? '',
    },
    changelog: changelog.map(writeChangelogEntry),
  };
}

/** The answer about one event: the guide's flat fields beside the wire's wrapped event. */
export function writeAnswer(
  event: EventWire,
  changelog: readonly ChangelogEntryWire[],
  table: EnumTable,
): TrackerEventAnswer {
  return {
    id: event.id,
    title: event.title,
    createdAt: protoTimestamp(event.createdAt),
    event: writeEvent(event, changelog, table),
  };
}

/** A changelog entry in Tracker's form. */
export function writeChangelogEntry(entry: ChangelogEntryWire): TrackerChangelogEntry {
  const value = entry.field === 'status' ? wireStatusText : (text: string) => text;
  return {
    timestamp: protoTimestamp(entry.at),
    user: entry.actor,
    changeType: changeTypeEnum.write(entry.type),
    field: wireChangelogField(entry.field),
    oldValue: value(entry.oldValue),
    newValue: value(entry.newValue),
    comment: entry.comment,
  };
}

/** A status in a changelog, in the wire's name; what is no status stays as it was written. */
function wireStatusText(text: string): string {
  return (statuses as readonly string[]).includes(text)
    ? statusEnum.write(trackerStatus(text as EventStatus))
    : text;
}
