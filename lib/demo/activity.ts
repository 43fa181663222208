import type { EventDraft } from '@/lib/events/schemas';
import type { ChangeType, EventKind, EventStatus } from '@/lib/events/vocabulary';

/** What happens to an activity after it was reported. */
export interface Step {
  at: number;
  actor: string;
  /** `noted` is written into an incident's own timeline alone, as Markdown. */
  type: Extract<ChangeType, 'status_changed' | 'approved' | 'commented'> | 'noted';
  /** Of a `status_changed`. */
  status?: EventStatus;
  comment: string;
}

/** One activity of the demo world with its whole story, of which a moment shows what has happened until then. */
export interface Activity {
  /** Names it within the world; the same for the same seed, whenever the world is looked at. */
  key: string;
  kind: EventKind;
  title: string;
  service: string;
  environment: string | null;
  reportedAt: number;
  reportedBy: string;
  status: EventStatus | null;
  startsAt: number;
  /** When it ends; announced from the start where `endIsPlanned`, else known once the last step is done. */
  endsAt: number | null;
  endIsPlanned?: boolean;
  steps: readonly Step[];
  /** Key of the activity it follows from. */
  after?: string;
  facts: Facts;
  /** Of an incident: what its event does not say. */
  story?: Story;
}

/** What belongs to an incident beside its event. What comes later than the moment of looking has not happened yet. */
export interface Story {
  /** Found by the rule for bursts, or told by somebody. */
  origin: 'detected' | 'reported';
  /** Who takes it on, with the first move. */
  lead: string;
  /** Key of the change that did it; left out when no change did. */
  cause?: string;
  /** When somebody says what did it, and whether other suspects are cleared on the way. */
  judged?: { at: number; by: string; confirms: boolean; clears: boolean };
  postmortem?: { at: number; by: string; text: string };
  /** Key of the incident that it went on in. */
  merged?: { at: number; by: string; into: string };
}

/** The other fields, as a reporter gives them. */
export type Facts = Pick<
  EventDraft,
  | 'message'
  | 'priority'
  | 'impact'
  | 'level'
  | 'category'
  | 'eventType'
  | 'source'
  | 'owner'
  | 'stakeholders'
  | 'notification'
  | 'version'
  | 'sha'
  | 'pullRequestUrl'
  | 'ticket'
  | 'links'
  | 'payload'
>;
