import { readCompliance } from '@/lib/catalog/read-compliance';
import { readTypes } from '@/lib/dialects/tracker/catalog';
import { trackerVersionCompliance } from '@/lib/dialects/tracker/catalog-operations';
import { tableOf } from '@/lib/dialects/tracker/events';
import { writeCompliance } from '@/lib/dialects/tracker/write-catalog';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(trackerVersionCompliance, async ({ query, request }) =>
  ok(writeCompliance(await readCompliance(readTypes(query as RawQuery, tableOf(request))))),
);
