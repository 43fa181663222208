import { listTrackerLocks } from '@/lib/dialects/tracker/lock-operations';
import { answerLocks } from '@/lib/dialects/tracker/locks';
import { readPage } from '@/lib/dialects/tracker/paging';
import type { RawQuery } from '@/lib/http/query';
import { route } from '@/lib/http/route';

export const GET = route(listTrackerLocks, ({ query }) => answerLocks(readPage(query as RawQuery)));
