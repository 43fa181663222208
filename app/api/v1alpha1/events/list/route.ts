import { answerEvents, tableOf } from '@/lib/dialects/tracker/events';
import { listTrackerEvents } from '@/lib/dialects/tracker/operations';
import { readPage } from '@/lib/dialects/tracker/paging';
import { ofTracker } from '@/lib/dialects/tracker/search';
import type { RawQuery } from '@/lib/http/query';
import { route } from '@/lib/http/route';

export const GET = route(listTrackerEvents, async ({ query, request }) =>
  answerEvents(ofTracker({}), readPage(query as RawQuery), tableOf(request)),
);
