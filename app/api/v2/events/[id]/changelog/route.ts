import { readChangelog } from '@/lib/events/changelog';
import { readChangelogOperation } from '@/lib/events/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(readChangelogOperation, async ({ params, query }) => {
  const offset = Number(query.cursor ?? 0);
  const { entries, total } = await readChangelog(params.id, offset, query.limit);
  const next = offset + entries.length;
  return ok({
    items: entries,
    nextCursor: entries.length > 0 && next < total ? String(next) : null,
    total: { count: total, exact: true },
  });
});
