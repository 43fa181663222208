import { listVersionerEnvironmentsOperation } from '@/lib/dialects/versioner/resource-operations';
import { environmentRows } from '@/lib/dialects/versioner/rows';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listVersionerEnvironmentsOperation, async ({ query }) =>
  ok(await environmentRows(query)),
);
