import { getVersionerVersionOperation } from '@/lib/dialects/versioner/resource-operations';
import { notFound, numberIn, versionRows } from '@/lib/dialects/versioner/rows';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getVersionerVersionOperation, async ({ params }) => {
  const [found] = await versionRows({ id: numberIn('version', params.id), limit: 1 });
  if (!found) throw notFound('version', params.id);
  return ok(found);
});
