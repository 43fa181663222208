import { answerEvents, queryContext } from '@/lib/dialects/tracker/events';
import { searchTrackerEvents } from '@/lib/dialects/tracker/operations';
import { readPage } from '@/lib/dialects/tracker/paging';
import { readSearch } from '@/lib/dialects/tracker/search';
import type { RawQuery } from '@/lib/http/query';
import { route } from '@/lib/http/route';

export const GET = route(searchTrackerEvents, async ({ query, request }) => {
  const raw = query as RawQuery;
  const context = await queryContext(request, raw);
  return answerEvents(readSearch(raw, context), readPage(raw), context.table);
});
