import { formatAbsolute, formatDuration } from '@/components/time/format';
import type { LockEnding, LockWire } from '@/lib/locks/schemas';
import { describeScope } from '@/lib/locks/scope';
import type { Scope } from './scopes';

/** What a person is told about locks. Pure. */

const endingLabel: Record<LockEnding, string> = {
  released: 'Released',
  expired: 'Expired',
  taken_over: 'Taken over',
  auto_released: 'Event ended',
  moved: 'Moved',
  dropped: 'Left the line',
};

/** How a term or a wait ended, with who ended it where that says anything: `local` is whoever sits at the machine. */
export function endedInWords({
  endedAs,
  endedBy,
  holder,
}: Pick<LockWire, 'endedAs' | 'endedBy' | 'holder'>): string {
  if (endedAs === null) return 'Ended';
  const label = endingLabel[endedAs];
  const other = endedBy !== null && !['', 'system', 'local', holder].includes(endedBy);
  return other && (endedAs === 'taken_over' || endedAs === 'released') ? `${label} by ${endedBy}` : label;
}

/** `1st`, `2nd`, `3rd`, `4th`, `11th`, `21st`. */
export function ordinal(n: number): string {
  const tens = n % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}

/** A length that is guessed: whole minutes, or tens of seconds below two of them. */
export function about(millis: number): string {
  const step = millis < 120_000 ? 10_000 : 60_000;
  return `about ${formatDuration(Math.max(step, Math.round(millis / step) * step))}`;
}

/** `deployment of checkout in production`, beginning a sentence. Names keep their spelling. */
export function scopeTitle(scope: Scope): string {
  return describeScope(scope).replace(/^everything/, 'Everything');
}

/** What a refused claim was told: fields of the problem `lock_held`. */
interface HeldProblem {
  holder?: string | null;
  reason?: string;
  expiresAt?: string | null;
  position?: number;
  estimateMs?: number | null;
  heldBy?: { id: string } | null;
}

/** Who has it, until when, and which place in line one would have. */
export function heldInWords(problem: object, timeZone: string, now: number): string {
  const { holder, reason, expiresAt, position = 1, estimateMs } = problem as HeldProblem;
  const left = expiresAt ? Date.parse(expiresAt) - now : null;
  const until = expiresAt
    ? ` until ${formatAbsolute(expiresAt, timeZone, 'time')}${left !== null && left > 0 ? `, for ${formatDuration(left)} more` : ''}`
    : ' until it is released';
  const who = holder
    ? `It is held by ${holder}${until}${reason ? ` (${reason})` : ''}.`
    : 'Nobody has it, but others are in line.';
  const wait = typeof estimateMs === 'number' ? `, ${about(estimateMs)} from now` : '';
  return `${who} You would be ${ordinal(position)} in line${wait}.`;
}

/** What became of a term whose token or id is of no use any more: fields of the problem `stale_token`. */
export function staleInWords(problem: object, timeZone: string): string {
  const { state, endedAs, endedBy, endedAt } = problem as Partial<LockWire>;
  if (state === 'held')
    return 'This lock has another term now, with a token that this browser does not have.';
  if (state === 'queued') return 'It is not held yet: it waits in line.';
  const at = endedAt ? ` at ${formatAbsolute(endedAt, timeZone, 'seconds')}` : '';
  const by = endedBy && endedBy !== 'system' ? ` by ${endedBy}` : '';
  switch (endedAs) {
    case 'released':
      return `It was released already${by}${at}.`;
    case 'expired':
      return `It expired${at}. Acquire it anew if it is free.`;
    case 'taken_over':
      return `It was taken over${by}${at}.`;
    case 'auto_released':
      return `Its event ended${at}, which released it.`;
    case 'moved':
      return `It was moved elsewhere${at}.`;
    default:
      return `It left the line${at}.`;
  }
}
