import type { EventDraft } from '@/lib/events/schemas';
import type { ChangeType, EventKind, EventStatus } from '@/lib/events/vocabulary';

/** What happens to an activity after it was reported. */
export interface Step {
  at: number;
  actor: string;
  type: Extract<ChangeType, 'status_changed' | 'approved' | 'commented'>;
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
