import { queryContext } from '@/lib/dialects/tracker/events';
import { trackerEventStats } from '@/lib/dialects/tracker/operations';
import { readStats } from '@/lib/dialects/tracker/search';
import { countStarted } from '@/lib/events/count-by-month';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(trackerEventStats, async ({ query, request }) => {
  const raw = query as RawQuery;
  const { filters, startDate, endDate } = readStats(raw, await queryContext(request, raw));
  return ok({ totalCount: String(await countStarted(filters)), startDate, endDate });
});
