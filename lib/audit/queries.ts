import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, withQuery } from '@/lib/http/client';
import type { AuditPageWire, AuditStatusWire, VerificationWire } from './schemas';

/** What the page of the audit log asks. Client-safe. */

const root = '/api/v2/audit';

export const auditKeys = {
  list: (query: string) => ['audit', 'list', query] as const,
  status: ['audit', 'status'] as const,
};

/** Page after page, newest first. The query is the API's own query string. */
export const auditListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: auditKeys.list(query),
    queryFn: ({ pageParam, signal }) =>
      ask<AuditPageWire>(withQuery(root, query, { cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

export const auditStatusOptions = () =>
  queryOptions({
    queryKey: auditKeys.status,
    queryFn: ({ signal }) => ask<AuditStatusWire>(`${root}/status`, { signal }),
  });

/** Verifies the whole chain, piece by piece. @param progress told the last block that was found right */
export async function verifyChain(
  progress: (block: number) => void,
  signal: AbortSignal,
): Promise<VerificationWire> {
  let after = 0;
  let blocks = 0;
  let entries = 0;
  for (;;) {
    const found = await ask<VerificationWire>(`${root}/verify`, { method: 'POST', body: { after }, signal });
    blocks += found.blocks;
    entries += found.entries;
    if (found.fault || found.complete) return { ...found, blocks, entries };
    after = found.head.number;
    progress(after);
  }
}

/** Where the entries that pass the filters can be taken along. */
export const auditExportHref = (query: string, format: 'ndjson' | 'csv') =>
  withQuery(`${root}/export`, query, { format });
