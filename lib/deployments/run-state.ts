import type { JsonValue } from '@/lib/events/schemas';
import { endsRun, type RunKind, type RunStatus } from './vocabulary';

/** What several posts of one run add up to. Client-safe and pure. */

/** What one post said besides its status. Names are ours; what was not told is left out. Stored as `run_report.fields`. */
export interface ReportFields {
  sha?: string;
  branch?: string;
  /** As told: a URL, or `owner/name`. */
  repository?: string;
  /** Who or what deployed or built. */
  by?: string;
  byEmail?: string;
  byName?: string;
  /** Of the run itself. */
  url?: string;
  /** Of what was deployed, where that is another page. */
  deployUrl?: string;
  buildNumber?: string;
  errorMessage?: string;
  errorCode?: string;
  /** RFC 3339 UTC, as told. */
  startedAt?: string;
  /** RFC 3339 UTC, as told. */
  completedAt?: string;
  /** What the client adds. */
  metadata?: Record<string, JsonValue>;
}

/** One post as it is kept: at most one for each status of a run. */
export interface RunReport {
  status: RunStatus;
  fields: ReportFields;
  /** RFC 3339 UTC, by our clock. */
  receivedAt: string;
}

/** A run as its event shows it. */
export interface RunState {
  status: RunStatus;
  /** Null while it is pending. Equal to `endsAt` when nobody told when it began: such a run has no duration. */
  startsAt: string | null;
  endsAt: string | null;
  fields: ReportFields;
}

/** Which of two reports says more about where a run stands. Of two endings the worse one is believed. */
const weight: Record<RunStatus, number> = { pending: 0, started: 1, aborted: 2, completed: 3, failed: 4 };

/**
 * A total order, so that the greatest of a set does not depend on how the set came about. Endings come after everything else. Among
 * themselves, those that tell when they happened follow that time and come after those that do not.
 */
function compareReports(a: RunReport, b: RunReport): number {
  if (endsRun(a.status) && endsRun(b.status)) {
    const [x, y] = [a.fields.completedAt ?? '', b.fields.completedAt ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return weight[a.status] - weight[b.status];
}

/**
 * The state of a run: a function of the set of its reports, whatever the order in which they came. The status is that of the greatest report;
 * each field is that of the greatest report that tells it, metadata name by name. A `started` after `completed` therefore fills in
 * when it began and reopens nothing. Throws for an empty set.
 */
export function foldReports(reports: readonly RunReport[]): RunState {
  const ordered = reports.toSorted(compareReports);
  const last = ordered.at(-1);
  if (!last) throw new Error('A run without reports has no state.');
  const fields: ReportFields = {};
  for (const report of ordered) {
    const metadata = { ...fields.metadata, ...report.fields.metadata };
    Object.assign(fields, report.fields);
    if (Object.keys(metadata).length > 0) fields.metadata = metadata;
  }
  const endsAt = endsRun(last.status) ? (last.fields.completedAt ?? last.receivedAt) : null;
  return { status: last.status, startsAt: startOf(ordered, endsAt), endsAt, fields };
}

/** The earliest start that was told; else when `started` was reported; else, of a run that is over, its end. */
function startOf(reports: readonly RunReport[], endsAt: string | null): string | null {
  const told = reports.flatMap(({ fields }) => fields.startedAt ?? []).sort()[0];
  const began = told ?? reports.find(({ status }) => status === 'started')?.receivedAt ?? endsAt;
  return began !== null && endsAt !== null && began > endsAt ? endsAt : began;
}

/** What names a run. Without an invocation `place` alone does, and {@link joinsRun} says when a post belongs to an earlier one. */
export interface RunIdentity {
  kind: RunKind;
  source: string;
  /** The run's id at its source; a further attempt of the same run has its number behind a `#`. */
  invocation: string | null;
}

/** What is known of the newest run without an invocation of the same kind, source, version and environment. */
export interface EarlierRun {
  reported: readonly RunStatus[];
  /** Milliseconds since the epoch of its last report. */
  lastReportAt: number;
  /** Whether another run has begun in this service and environment since. */
  superseded: boolean;
}

/** For how long a post that comes too late still finds the run that has ended. */
export const lateReportMs = 15 * 60_000;

/**
 * Whether a post without an invocation belongs to an earlier run rather than beginning another one. It does while that run goes on; once it is
 * over, for a quarter of an hour, unless another run has begun there since. After that, the same words speak of a new deployment
 * of the same version. `now` is milliseconds since the epoch.
 */
export function joinsRun(earlier: EarlierRun, now: number): boolean {
  if (!earlier.reported.some(endsRun)) return true;
  return !earlier.superseded && now - earlier.lastReportAt <= lateReportMs;
}
