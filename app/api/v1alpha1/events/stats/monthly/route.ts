import { queryContext } from '@/lib/dialects/tracker/events';
import { trackerEventStatsByMonth } from '@/lib/dialects/tracker/operations';
import { readStats } from '@/lib/dialects/tracker/search';
import { countByMonth } from '@/lib/events/count-by-month';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(trackerEventStatsByMonth, async ({ query, request }) => {
  const raw = query as RawQuery;
  const { filters, startDate, endDate, byService } = readStats(raw, await queryContext(request, raw));
  const months = await countByMonth(filters, byService);
  return ok({
    // protojson writes 64-bit numbers as strings.
    stats: months.map(({ year, month, count, service }) => ({
      year,
      month,
      count: String(count),
      service: service ?? '',
    })),
    totalCount: String(months.reduce((total, { count }) => total + count, 0)),
    startDate,
    endDate,
  });
});
