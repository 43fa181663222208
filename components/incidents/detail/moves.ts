import type { IncidentStatus } from '@/lib/incidents/vocabulary';

/** The moves that a person makes most from where an incident stands. Pure. Any other is in the menu. */
export interface Move {
  to: IncidentStatus;
  /** What pressing it does. */
  label: string;
  /** Asks first what was done about it. */
  asks: boolean;
}

const investigate: Move = { to: 'investigating', label: 'Investigate', asks: false };
const resolve: Move = { to: 'resolved', label: 'Resolve', asks: true };
const close: Move = { to: 'closed', label: 'Close', asks: false };
const reopen: Move = { to: 'open', label: 'Reopen', asks: true };

/** In the order they are offered; the first is the one that most people want. */
export function likelyMoves(status: IncidentStatus): Move[] {
  switch (status) {
    case 'open':
      return [investigate, resolve];
    case 'investigating':
      return [resolve];
    case 'resolved':
      return [close, reopen];
    case 'closed':
      return [reopen];
  }
}

/** How a move reads in the menu of all of them, and whether it asks for words. */
export function moveTo(from: IncidentStatus, to: IncidentStatus): Move {
  const known = likelyMoves(from).find((move) => move.to === to);
  return known ?? { to, label: to, asks: to === 'resolved' };
}
