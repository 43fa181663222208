import { getVersionerEnvironmentOperation } from '@/lib/dialects/versioner/resource-operations';
import { environmentRows, notFound, numberIn } from '@/lib/dialects/versioner/rows';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getVersionerEnvironmentOperation, async ({ params }) => {
  const [found] = await environmentRows({ id: numberIn('environment', params.id) });
  if (!found) throw notFound('environment', params.id);
  return ok(found);
});
