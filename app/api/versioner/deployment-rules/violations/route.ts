import { listVersionerViolationsOperation } from '@/lib/dialects/versioner/rule-operations';
import { violationRows } from '@/lib/dialects/versioner/rules';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listVersionerViolationsOperation, async ({ query }) =>
  ok(await violationRows(query)),
);
