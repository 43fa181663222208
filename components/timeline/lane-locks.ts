import type { LaneGroup, LaneLockWire } from '@/lib/events/timeline-operations';
import { fraction, type View, widthOf } from './view';

/** Where the rules of locks stand in the drawing. Pure. */

interface PlacedLock {
  lock: LaneLockWire;
  /** Parts of the drawing's width. */
  left: number;
  width: number;
  /** How far it goes on from now until it expires, should nobody renew it. */
  ahead: number;
  open: boolean;
  track: number;
}

/** More at once than this lie over each other. */
const mostTracks = 2;

/** Which lane a lock belongs to: its service or environment; null for one that is wider than a lane. */
export function laneOf(lock: LaneLockWire, groupBy: LaneGroup): string | null {
  if (groupBy === 'service') return lock.service;
  if (groupBy === 'environment') return lock.environment;
  return null;
}

/** Whether it stands above all lanes: it locks more than any of them. Among kinds that is what no service narrows. */
export function isWide(lock: LaneLockWire, groupBy: LaneGroup): boolean {
  if (groupBy === 'environment') return lock.level === 'global';
  return lock.level === 'global' || lock.level === 'environment';
}

/** Places the locks of one lane over the time that is drawn. */
export function placeLocks(locks: readonly LaneLockWire[], drawn: View, now: number): PlacedLock[] {
  const ends: number[] = [];
  return [...locks]
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1))
    .map((lock) => {
      const open = lock.until === null;
      const from = Math.max(drawn.from, Date.parse(lock.from));
      const to = Math.min(drawn.to, lock.until === null ? Math.max(now, from) : Date.parse(lock.until));
      const expiry = open && lock.expiresAt !== null ? Math.min(drawn.to, Date.parse(lock.expiresAt)) : to;
      const free = ends.findIndex((end) => end <= from);
      const track = free >= 0 ? free : Math.min(ends.length, mostTracks - 1);
      ends[track] = Math.max(ends[track] ?? 0, to, expiry);
      return {
        lock,
        left: fraction(drawn, from),
        width: Math.max(0, (to - from) / widthOf(drawn)),
        ahead: Math.max(0, (expiry - to) / widthOf(drawn)),
        open,
        track,
      };
    });
}
