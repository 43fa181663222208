import { Check, Lock, LockOpen, type LucideIcon, ShieldBan } from 'lucide-react';
import type { AvailabilityItemWire } from '@/lib/locks/operations';

/** How it looks and reads whether something can be locked. */

export type AvailabilityStatus = AvailabilityItemWire['status'];

export const availabilityLooks: Record<
  AvailabilityStatus,
  { phase: string; word: string; icon: LucideIcon }
> = {
  free: { phase: 'succeeded', word: 'Free', icon: Check },
  held: { phase: 'running', word: 'Held', icon: Lock },
  blocked: { phase: 'failed', word: 'Blocked', icon: ShieldBan },
  partly: { phase: 'attention', word: 'Partly', icon: LockOpen },
};

/** What stands in the way, in words. */
export function statusWords({ status, lock, locksInside }: AvailabilityItemWire): string {
  if (status === 'free') return 'free';
  if (status === 'partly') return `${locksInside} ${locksInside === 1 ? 'lock' : 'locks'} inside`;
  const who = lock ? ` by ${lock.holder}` : '';
  const wider =
    lock?.level === 'global'
      ? ', who locked everything'
      : lock?.level === 'environment'
        ? ', who locked the environment'
        : '';
  return status === 'held' ? `held${who}` : `blocked${who}${wider}`;
}
