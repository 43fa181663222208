import { answerEvents, tableOf } from '@/lib/dialects/tracker/events';
import { todayTrackerEvents } from '@/lib/dialects/tracker/operations';
import { readPage } from '@/lib/dialects/tracker/paging';
import { today } from '@/lib/dialects/tracker/search';
import type { RawQuery } from '@/lib/http/query';
import { route } from '@/lib/http/route';

export const GET = route(todayTrackerEvents, async ({ query, request }) =>
  answerEvents(today(Date.now()), readPage(query as RawQuery), tableOf(request)),
);
