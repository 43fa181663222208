import { type EventKind, type EventStatus, hasEnded, type Phase } from '@/lib/events/vocabulary';

/** The moves of a status that a person makes most, from where it stands. Pure. Any other can be chosen in the form. */
export interface StatusMove {
  status: EventStatus;
  /** What pressing it does: `Mark as success`. */
  label: string;
}

const start: StatusMove = { status: 'in_progress', label: 'Start' };
const succeed: StatusMove = { status: 'success', label: 'Mark as success' };
const finish: StatusMove = { status: 'done', label: 'Mark as done' };
const fail: StatusMove = { status: 'failure', label: 'Mark as failure' };
const abort: StatusMove = { status: 'aborted', label: 'Abort' };
const close: StatusMove = { status: 'close', label: 'Mark as closed' };
const open: StatusMove = { status: 'open', label: 'Reopen' };

/** In the order they are offered; the first is the most likely one. */
export function statusMoves(event: {
  kind: EventKind;
  status: EventStatus | null;
  phase: Phase;
}): StatusMove[] {
  const { kind, status, phase } = event;
  if (kind === 'incident') {
    if (status === 'open') return [close, { ...start, label: 'Work on it' }];
    return hasEnded(status) ? [open] : [close];
  }
  switch (phase) {
    case 'planned':
      return [start, abort];
    case 'running':
      return kind === 'operation' ? [finish, fail, abort] : [succeed, fail, abort];
    case 'attention':
      return status === 'open' ? [close, fail] : [succeed, fail];
    case 'failed':
    case 'aborted':
      return [{ ...start, label: 'Start again' }, succeed];
    case 'succeeded':
      return [fail];
    case 'noted':
      return status === null ? [start, succeed, fail] : [];
  }
}
