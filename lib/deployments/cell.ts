import type { Phase } from '@/lib/events/vocabulary';
import { hasArrived } from './vocabulary';

/** What a service runs in an environment at an instant: the fold that the matrix has to equal. Client-safe and pure. */

/** What of a deployment matters here. Times are milliseconds since the epoch. */
export interface DeploymentSpan {
  id: string;
  at: number;
  /** Null while it goes on. */
  until: number | null;
  phase: Phase;
}

/** What a cell shows. */
export interface Cell<D> {
  /** The deployment whose version is in place: of those that had arrived by then, the one that began last. */
  current: D | null;
  /** The last deployment that had begun, where it is another one: it runs, it failed, it was aborted. */
  attempt: D | null;
  /** The next one that is planned, from then on. */
  planned: D | null;
}

/** The phase of a deployment as one would have seen it then; null when it had not begun. Planned ones stay planned. */
export function phaseAsOf({ at, until, phase }: DeploymentSpan, instant: number): Phase | null {
  if (phase === 'planned') return 'planned';
  if (at > instant) return null;
  return until === null || until > instant
    ? phase === 'attention' && until === null
      ? phase
      : 'running'
    : phase;
}

/** By start, then by id. */
const later = (a: DeploymentSpan, b: DeploymentSpan) =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The cell of one service and environment at an instant, from all deployments there, in any order. */
export function cellAsOf<D extends DeploymentSpan>(deployments: readonly D[], instant: number): Cell<D> {
  const ordered = deployments.toSorted(later);
  const begun = ordered.filter(({ at, phase }) => phase !== 'planned' && at <= instant);
  const current =
    begun.findLast((deployment) => hasArrived(deployment) && (deployment.until as number) <= instant) ?? null;
  const last = begun.at(-1) ?? null;
  return {
    current,
    attempt: last !== null && last.id !== current?.id ? last : null,
    planned: ordered.find(({ at, phase }) => phase === 'planned' && at >= instant) ?? null,
  };
}
