import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import type { LockAnswer } from './call';
import { type LockRow, toLockWire } from './row';
import type { LockWire } from './schemas';

/** What the audit log is told of locks. Tokens and claims do not belong there: they open something. */

type Change = Pick<LockAnswer, 'lock' | 'before' | 'now'>;

/** What is said of a lock whose time is up does not matter here: it was as its row said. */
const told = (row: LockRow): LockWire => toLockWire(row, 0);

const subjectOf = (row: LockRow) => `lock:${row.id}`;

/** Tells what of a lock is different. */
export function noteChange(audit: AuditTrail | undefined, { lock, before }: Change): void {
  if (!audit || !lock || !before) return;
  audit.note({ subject: subjectOf(lock), ...changed(told(before), told(lock)) });
}

/** Tells of a lock, or a place in line, that ended: all that it was, and how it ended. */
export function noteEnd(audit: AuditTrail | undefined, { lock, before }: Change): void {
  if (!audit || !lock || !before) return;
  const was = told(before);
  audit.note({ subject: subjectOf(lock), before: was, after: changed(was, told(lock)).after });
}

/**
 * Tells of a lock that was given, or a place in line.
 * @param isNew false where the same claim had it before
 */
export function noteClaim(
  audit: AuditTrail | undefined,
  { outcome, lock }: LockAnswer,
  isNew: boolean,
): void {
  if (!audit || !lock || outcome === 'held') return;
  if (isNew) audit.note({ subject: subjectOf(lock), after: told(lock) });
  else audit.written = true;
}
