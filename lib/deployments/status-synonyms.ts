import type { RunKind, RunStatus } from './vocabulary';

/** What pipelines call the canonical statuses. Client-safe and pure. Source: `versioner-event-types.md` and Versioner's own client. */

const shared = {
  pending: ['pending', 'queued', 'scheduled'],
  started: ['started', 'in_progress', 'init'],
  completed: ['success', 'completed', 'complete', 'finished'],
  failed: ['failed', 'fail', 'failure', 'error'],
  aborted: ['aborted', 'abort', 'cancelled', 'canceled', 'cancel', 'skipped'],
} as const satisfies Record<RunStatus, readonly string[]>;

/** Words that only one kind has by the book; clients send them for both, so both take them. */
const own: Record<RunKind, Partial<Record<RunStatus, readonly string[]>>> = {
  deployment: { started: ['deploying'], completed: ['deployed'] },
  build: { started: ['building'], completed: ['built'] },
};

const statusOf = new Map<string, RunStatus>();
for (const table of [shared, own.deployment, own.build]) {
  for (const [status, words] of Object.entries(table)) {
    for (const word of words) statusOf.set(word, status as RunStatus);
  }
}

/** The canonical status that a word means, in any case and with space around it; null when it means none. */
export function canonicalStatus(word: string): RunStatus | null {
  return statusOf.get(word.trim().toLowerCase()) ?? null;
}

/** Every word for a kind, for error texts: those of the other kind work, too, and are not recommended. */
export function statusWords(kind: RunKind): string[] {
  return (Object.keys(shared) as RunStatus[]).flatMap((status) => [
    ...shared[status],
    ...(own[kind][status] ?? []),
  ]);
}
