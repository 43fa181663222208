import type { z } from 'zod';
import type { Caller } from '@/lib/access/caller';
import type { Deciding } from '@/lib/access/decide';
import type { AuditTrail } from '@/lib/audit/entry';
import { type DomainError, invalid } from '@/lib/errors';
import { issuesOf } from '@/lib/http/issues';
import { problemOf } from '@/lib/http/problem';
import { type IngestItem, type IngestResult, ingest } from './ingest';
import { refuseUnreadable } from './known-before';
import type { batchResultWire } from './operations';
import { type EventDraft, eventDraft } from './schemas';

/** The events of a batch that are going to be stored, as far as their own fields tell. */
export const draftsIn = (events: readonly unknown[]): EventDraft[] =>
  events.flatMap((event) => eventDraft.safeParse(event).data ?? []);

/**
 * Checks and stores each event of a batch by itself: a result for each, in order. The good ones are stored whatever the
 * others are.
 */
export async function ingestBatch(
  events: readonly unknown[],
  request: {
    actor: string;
    caller: Pick<Caller, 'verified'> & Deciding;
    audit?: AuditTrail;
    idFor(index: number): string | undefined;
  },
): Promise<z.output<typeof batchResultWire>[]> {
  const results = new Array<z.output<typeof batchResultWire>>(events.length);
  const good: { index: number; item: IngestItem }[] = [];
  events.forEach((event, index) => {
    const parsed = eventDraft.safeParse(event);
    if (parsed.success) {
      const { actor, audit, caller } = request;
      good.push({
        index,
        item: {
          draft: parsed.data,
          actor,
          verified: caller.verified,
          id: request.idFor(index),
          ...(audit ? { audit } : {}),
        },
      });
    } else {
      results[index] = refused(invalid(issuesOf(parsed.error, 'body')));
    }
  });
  const stored = await ingest(good.map(({ item }) => item));
  // Each that was stored has its entry: where none was, nothing was changed.
  if (request.audit) request.audit.written = true;
  good.forEach(({ index }, position) => {
    const result = stored[position];
    if (result) results[index] = answered(result, request.caller);
  });
  return results;
}

function answered(result: IngestResult, caller: Deciding): z.output<typeof batchResultWire> {
  if (result.outcome === 'created') return { status: 201, event: result.event };
  if (result.outcome === 'refused') return refused(result.error);
  try {
    refuseUnreadable(result.event, caller);
    return { status: 200, event: result.event };
  } catch (error) {
    return refused(error as DomainError);
  }
}

function refused(error: DomainError): z.output<typeof batchResultWire> {
  const problem = problemOf(error);
  return { status: problem.status, error: problem };
}
